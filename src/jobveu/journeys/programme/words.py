"""What the made-up register's organisations, projects and courses are called. Every name of an organisation says that it
is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """What an industry's companies are called, whom they look for, and what is taught."""

    company: str
    occupation: str
    people: str
    courses: tuple[str, str, str]


OF_LABOUR_FORCE = "Opdigtede runde tal for arbejdsstyrken"

TRADES: Mapping[str, Trade] = {
    "43": Trade(
        "El og VVS",
        "Elmontør",
        "montører",
        ("Grundkursus for montører", "Varmepumper", "Sikkerhed på byggepladsen"),
    ),
    "52": Trade(
        "Terminal",
        "Terminalarbejder",
        "terminalarbejdere",
        ("Gaffeltruck B", "Lagerstyring", "Godshåndtering"),
    ),
    "55": Trade("Hotel", "Tjener", "tjenere", ("Servering", "Gæstebetjening", "Hygiejne i køkkenet")),
    "87": Trade(
        "Plejehjem",
        "Social- og sundhedshjælper",
        "sosu-hjælpere",
        ("Introduktion til ældrepleje", "Forflytning", "Dansk i plejen"),
    ),
    "25": Trade("Metal", "Svejser", "svejsere", ("Svejsning, proces 135", "Måleteknik", "Tegningslæsning")),
    "09": Trade(
        "Offshore",
        "Offshoretekniker",
        "offshoreteknikere",
        ("Sikkerhed til havs", "Hydraulik", "Arbejde i højden"),
    ),
    "81": Trade(
        "Rengøring",
        "Rengøringsassistent",
        "rengøringsassistenter",
        ("Rengøringshygiejne", "Maskinel rengøring", "Dansk på arbejdspladsen"),
    ),
    "47": Trade(
        "Butik",
        "Butiksassistent",
        "butiksansatte",
        ("Salg og kundeservice", "E-handel", "Konflikthåndtering"),
    ),
    "62": Trade(
        "Data", "Datatekniker", "datateknikere", ("Grundlæggende programmering", "Netværk", "It-sikkerhed")
    ),
    "74": Trade(
        "Rådgivning",
        "Teknisk assistent",
        "tekniske assistenter",
        ("Digital tegning", "Projektstyring", "Kvalitetssikring"),
    ),
}

MADE_UP = ("Eksempel", "Prøve", "Opdigtet", "Tænkt", "Fiktiv", "Påfund")

TITLES: Mapping[str, str] = {
    "unemployed": "Ledige bliver {people} i {area}",
    "employed": "Nye kompetencer til {people} i {area}",
    "both": "Flere {people} i {area}",
    "crisis": "Kurser til {people} under krisen i {area}",
}
PURPOSES: Mapping[str, str] = {
    "unemployed": "Ledige opkvalificeres til stillinger, som virksomhederne i området ikke kan besætte.",
    "employed": "Beskæftigede får løftet deres kompetencer.",
    "both": "Ledige og beskæftigede opkvalificeres sammen.",
    "crisis": "Ansatte, der er ramt af krisen, opkvalificeres i stedet for at gå hjemme.",
}
MADE_UP_NOTE = "Projektet er opdigtet og findes kun for at vise programmets tal."
