"""A made-up register of the whole programme from 2018 to 2020, as large as the evaluation found the real one."""
