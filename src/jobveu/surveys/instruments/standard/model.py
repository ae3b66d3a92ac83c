"""Whether the projects were done as the model says: its principles and phases."""

from __future__ import annotations

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Closeness
from jobveu.surveys.instruments.parts import Item, Scale, Section, Statistic, Tie, Words
from jobveu.surveys.instruments.wording import (
    EDUCATION_PROVIDER,
    JOB_CENTRE,
    SOCIAL_PARTNER,
    WORKPLACE,
    everybody,
    near,
    only,
)

WITH_UNEMPLOYED = frozenset({ProjectType.UNEMPLOYED, ProjectType.BOTH})
ACTORS = (JOB_CENTRE, SOCIAL_PARTNER, EDUCATION_PROVIDER)
"""Those who set up the courses, other than the workplaces."""

NEED_AND_PARTNERS = Section(
    "need",
    Words("Behovet og parterne", "The need and the partners"),
    (
        Item(
            "principle-1",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad byggede projektet på et behov for arbejdskraft, som en eller flere arbejdspladser "
                    "konkret havde?",
                    "To what degree did the project rest on a need for labour that one or more workplaces actually had?",
                ),
                workplace=Words(
                    "I hvilken grad byggede projektet på et behov for arbejdskraft, som I konkret havde?",
                    "To what degree did the project rest on a need for labour that you actually had?",
                ),
            ),
            ties=(
                near("svy.p1.need.company.high"),
                near("svy.p1.need.company.low", Statistic.LOW),
                near("svy.p1.need.education.high"),
                near("svy.p1.need.social_partner.high"),
                near("svy.p1.need.jobcentre.high"),
                Tie(
                    "svy.p1.need.all.table51",
                    Statistic.HIGH,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringen siger kun, at det er mere end tre ud af fire.",
                        "The evaluation only says that it is more than three in four.",
                    ),
                ),
            ),
        ),
        Item(
            "phase-1-need",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad var virksomhederne med til at beskrive behovet, før kurserne begyndte?",
                    "To what degree did the companies take part in describing the need before the courses began?",
                ),
                workplace=Words(
                    "I hvilken grad var I selv med til at beskrive behovet, før kurserne begyndte?",
                    "To what degree did you yourselves take part in describing the need before the courses began?",
                ),
            ),
            ties=(
                near("svy.ph1.need_defined.company"),
                near("svy.ph1.need_defined.all"),
                Tie(
                    "svy.ph3.need_defined.company",
                    Statistic.HIGH,
                    Closeness.DIRECTION,
                    Words(
                        "Evalueringen har både godt 75 pct. (afsnit 7.1) og ca. 50 pct. (tabel 7.1) for næsten samme "
                        "spørgsmål.",
                        "The evaluation has both a good 75 per cent (section 7.1) and about 50 per cent (table 7.1) for "
                        "nearly the same question.",
                    ),
                ),
            ),
        ),
        Item(
            "phase-1-upskilling",
            Scale.DEGREE,
            only(
                WORKPLACE,
                Words(
                    "I hvilken grad blev det afklaret, hvad jeres medarbejdere eller kommende medarbejdere skulle lære, "
                    "før kurserne begyndte?",
                    "To what degree was it settled what your employees or future employees were to learn before the "
                    "courses began?",
                ),
            ),
            ties=(near("svy.ph1.upskilling_need_clarified.company"),),
        ),
        Item(
            "principle-2",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad var arbejdsmarkedets parter (faglige organisationer, a-kasser og "
                    "brancheorganisationer) med, da forløbet blev lagt til rette?",
                    "To what degree did the social partners (trade unions, unemployment funds and employer "
                    "associations) take part when the courses were set up?",
                ),
                social_partner=Words(
                    "I hvilken grad var I og arbejdsmarkedets andre parter med, da forløbet blev lagt til rette?",
                    "To what degree did you and the other social partners take part when the courses were set up?",
                ),
            ),
            ties=(
                near("svy.p2.partners.involved.high"),
                near("svy.p2.partners.involved.phase1"),
                near("svy.p2.partners.involved.phase2"),
            ),
        ),
        Item(
            "phase-2",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad blev forløbets indhold drøftet og aftalt med arbejdsmarkedets parter, før det "
                    "begyndte?",
                    "To what degree was the content of the courses discussed and agreed with the social partners before "
                    "they began?",
                )
            ),
            ties=(
                near("svy.ph2.agreed_with_partners.high"),
                near("svy.ph2.agreed_with_partners.low", Statistic.LOW),
            ),
        ),
        Item(
            "phase-2-own",
            Scale.DEGREE,
            only(
                ACTORS,
                Words(
                    "I hvilken grad blev forløbets indhold drøftet og aftalt med jeres egen organisation, før det "
                    "begyndte?",
                    "To what degree was the content of the courses discussed and agreed with your own organisation "
                    "before they began?",
                ),
            ),
            ties=(near("svy.ph2.agreed_own_org.high"),),
        ),
    ),
)

COURSES = Section(
    "courses",
    Words("Kurserne", "The courses"),
    (
        Item(
            "principle-3",
            Scale.MERIT,
            everybody(
                Words(
                    "Var der kurser i forløbet, som gav merit til en uddannelse?",
                    "Were there courses that gave credit towards an education?",
                )
            ),
            ties=(
                near("svy.p3.merit.yes_or_both", Statistic.YES_OR_BOTH),
                Tie(
                    "svy.p3.merit.table51",
                    Statistic.YES,
                    Closeness.DIRECTION,
                    Words(
                        "Evalueringens ca. 45 pct. og de 74-77 pct. er ikke afgrænset ens.",
                        "The evaluation's about 45 per cent and its 74-77 per cent are not defined alike.",
                    ),
                ),
            ),
        ),
        Item(
            "phase-3-content",
            Scale.DEGREE,
            only(
                EDUCATION_PROVIDER,
                Words(
                    "I hvilken grad gjorde projektet det lettere for jer at tilpasse jeres kurser til det, "
                    "virksomhederne har brug for?",
                    "To what degree did the project make it easier for you to fit your courses to what companies need?",
                ),
            ),
            ties=(
                near("svy.ph3.content_easier.education.indicator"),
                near("svy.ph3.content_easier.education.text"),
                near("svy.ph3.content_easier.education.table71"),
            ),
        ),
        Item(
            "phase-3-flexible",
            Scale.DEGREE,
            only(
                WORKPLACE,
                Words(
                    "I hvilken grad er uddannelsesinstitutionerne blevet mere fleksible med at oprette de kurser, I har "
                    "brug for?",
                    "To what degree have the education providers become more flexible about running the courses you "
                    "need?",
                ),
            ),
            ties=(
                near("svy.ph3.flexible.company.high"),
                near("svy.ph3.flexible.company.table71"),
                near("svy.ph3.flexible.company.low", Statistic.LOW),
            ),
        ),
    ),
)

COOPERATION = Section(
    "cooperation",
    Words("Samarbejdet", "The cooperation"),
    (
        Item(
            "principle-4",
            Scale.DEGREE,
            only(
                ACTORS,
                Words(
                    "I hvilken grad bragte projektet beskæftigelsessystemet og uddannelsessystemet tættere sammen?",
                    "To what degree did the project bring the employment system and the education system closer "
                    "together?",
                ),
            ),
            ties=tuple(
                Tie(
                    measure,
                    statistic,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringen har 65 svar, men siger ikke, hvem der blev spurgt.",
                        "The evaluation has 65 answers but does not say who was asked.",
                    ),
                )
                for measure, statistic in (
                    ("svy.p4.bridge.high", Statistic.HIGH),
                    ("svy.p4.bridge.low", Statistic.LOW),
                    ("svy.p4.bridge.table51", Statistic.HIGH),
                )
            ),
        ),
        Item(
            "principle-6-entrance",
            Scale.DEGREE,
            only(
                WORKPLACE,
                Words(
                    "I hvilken grad fik I én indgang til opkvalificering, fx en fast person at gå til?",
                    "To what degree did you get one entrance to upskilling, for example one person to turn to?",
                ),
            ),
            ties=(
                near("svy.p6.one_entrance.high"),
                near("svy.p6.one_entrance.table51"),
                near("svy.p6.one_entrance.low", Statistic.LOW),
            ),
        ),
        Item(
            "principle-6-coordinated",
            Scale.DEGREE,
            only(
                WORKPLACE,
                Words(
                    "I hvilken grad er det samordnet, hvornår og om hvad uddannelsesinstitutioner og jobcentre "
                    "henvender sig til jer?",
                    "To what degree is it coordinated when, and about what, education providers and job centres "
                    "approach you?",
                ),
            ),
            ties=(
                near("svy.p6.coordinated.high"),
                near("svy.p6.coordinated.low", Statistic.LOW),
                Tie(
                    "svy.p6.coordinated.table51",
                    Statistic.HIGH,
                    Closeness.DIRECTION,
                    Words(
                        "Evalueringens tabel 5.1 siger 29 pct., afsnit 5.6 siger 32 pct.",
                        "The evaluation's table 5.1 says 29 per cent, section 5.6 says 32 per cent.",
                    ),
                ),
            ),
        ),
        Item(
            "principle-7",
            Scale.DEGREE,
            only(
                ACTORS,
                Words(
                    "I hvilken grad er det lokale samarbejde om opkvalificering blevet stærkere, end det var før?",
                    "To what degree has local cooperation on upskilling become stronger than it was before?",
                ),
            ),
            ties=(
                Tie(
                    "svy.p7.local.high",
                    Statistic.HIGH,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringen spurgte, hvor enig man er i udsagnet.",
                        "The evaluation asked how far people agree with the statement.",
                    ),
                ),
                Tie("svy.p7.local.neutral", Statistic.NEUTRAL, Closeness.PARTLY),
                Tie("svy.p7.strengthened.summary", Statistic.HIGH, Closeness.PARTLY),
                Tie(
                    "svy.p7.local.table51",
                    Statistic.HIGH,
                    Closeness.DIRECTION,
                    Words(
                        "Evalueringens tabel 5.1 siger lidt over halvdelen, afsnit 5.7 siger 60 pct.",
                        "The evaluation's table 5.1 says a little over half, section 5.7 says 60 per cent.",
                    ),
                ),
            ),
        ),
        Item(
            "principle-7-alone",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad kunne I og de andre føre sådan et projekt videre uden en VEU-koordinator?",
                    "To what degree could you and the others carry on such a project without a VEU coordinator?",
                )
            ),
            ties=(
                Tie(
                    "svy.p7.continue_without_coordinator",
                    Statistic.HIGH,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringen gengiver ikke spørgsmålet eller svarmulighederne.",
                        "The evaluation gives neither the question nor the possible answers.",
                    ),
                ),
            ),
        ),
    ),
)

PARTICIPANTS = Section(
    "participants",
    Words("Deltagerne", "The participants"),
    (
        Item(
            "principle-5",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad passede det, deltagerne kunne bagefter, til det, virksomhederne havde brug for?",
                    "To what degree did what participants could do afterwards fit what the companies needed?",
                ),
                workplace=Words(
                    "I hvilken grad passede det, deltagerne kunne bagefter, til det, I havde brug for?",
                    "To what degree did what participants could do afterwards fit what you needed?",
                ),
            ),
            ties=(near("svy.p5.match.high"), near("svy.p5.match.table51")),
        ),
        Item(
            "phase-4-equipped",
            Scale.DEGREE,
            only(
                JOB_CENTRE,
                Words(
                    "I hvilken grad gav samarbejdet jer det, I skulle bruge for at finde de ledige, der passede til "
                    "forløbet?",
                    "To what degree did the cooperation give you what you needed to find the unemployed who fitted the "
                    "courses?",
                ),
            ),
            project_types=WITH_UNEMPLOYED,
            ties=(
                near("svy.ph4.equipped.jobcentre.high"),
                near("svy.ph4.equipped.jobcentre.table71"),
                near("svy.ph4.equipped.jobcentre.text"),
            ),
        ),
        Item(
            "phase-4-meetings",
            Scale.DEGREE,
            {
                WORKPLACE: Words(
                    "I hvilken grad mødte I de ledige, før kurserne begyndte?",
                    "To what degree did you meet the unemployed before the courses began?",
                ),
                JOB_CENTRE: Words(
                    "I hvilken grad mødte virksomhederne de ledige, før kurserne begyndte?",
                    "To what degree did the companies meet the unemployed before the courses began?",
                ),
            },
            project_types=WITH_UNEMPLOYED,
            ties=(
                near("svy.ph4.meetings.company.high"),
                near("svy.ph4.meetings.company.table71"),
                near("svy.ph4.meetings.company.low", Statistic.LOW),
                near("svy.ph4.meetings.jobcentre"),
            ),
        ),
    ),
)
