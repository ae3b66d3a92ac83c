"""The matching of a project's candidates with its companies' positions and its courses: from the register to the
kernel (`problem`), carried out as a run (`solver`, jobveu.solving), explained (`explaining`), shown (`shown`) and decided
on by people (`deciding`). Nothing is decided by itself.

Sex, age, origin and health are never read on the way to the kernel: `people` says which columns are. How groups came
out of it is counted afterwards (`effect`).
"""
