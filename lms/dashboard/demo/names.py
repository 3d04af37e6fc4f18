"""Invented names, mixed as the country is. None is meant to be anybody's.

Each group's given names go with its own surnames, and now and then with another group's, as
in life.
"""

from collections.abc import Iterator
from random import Random

GIVEN = {
    "creole": (
        "Akeem Alrick Althea Beverly Brandon Carla Cherise Dalila Darrel Deon Devaughn Elston "
        "Esme Gilroy Indira Janelle Jermaine Kadeem Karima Kenroy Keyanna Leroy Linford Marva "
        "Myrna Nadine Orvin Raheem Shanelle Sharima Tyrell Verla Winsome Zelma"
    ),
    "mestizo": (
        "Abigail Adán Alma Amado Beatriz Carmita César Deysi Eladio Eleazar Estela Filiberto "
        "Florencia Gaspar Gilda Hilario Isela Jazmín Leticia Lizbeth Marisol Nelson Noemí Omar "
        "Porfirio Ramiro Rosalía Servando Teresita Ubaldo Wilfredo Yaneli Yolanda Zoila"
    ),
    "garifuna": (
        "Anselmo Bernadine Clotilda Dativa Eufemia Felicita Gwendolyn Isani Joycelyn Lucinda "
        "Marcelino Modesta Nuani Paulino Roman Sabina Simeon Tomasa Victorina Yarisa"
    ),
    "maya": (
        "Alberta Anastacia Basilio Candelaria Crisantos Dominga Eligorio Fidelia Juana Leonarda "
        "Macario Marcos Petronila Ramón Santiaga Secundino Tiburcio Valentina Victoriano Ximena"
    ),
    "east-indian": (
        "Anil Arjun Chandra Dilip Geeta Indra Kamla Lalita Mohan Nandini Prakash Radha Ravi "
        "Savitri Sunil Vijay"
    ),
    "mennonite": "Abram Aganetha Cornelius Gerhard Helena Isaak Johan Katharina Margaretha Peter",
    "english": (
        "Adrian Bernice Clifford Daphne Edmund Fay Gareth Heather Ivor Joan Kendall Lorna Miles "
        "Nigel Olive Percival Rowena Stanley Una Vernon"
    ),
}
SURNAMES = {
    "creole": (
        "Arnold Belisle Bevans Broaster Cadle Cattouse Crawford Dawson Ebanks Flowers Gabourel "
        "Gentle Gillett Grinage Haylock Lamb Longsworth Meighan Neal Pitts Rhaburn Sutherland "
        "Tillett Wagner Willoughby Young"
    ),
    "mestizo": (
        "Aguilar Blanco Burgos Carrillo Castañeda Cawich Chávez Cruz Gallego Godoy Guzmán "
        "Herrera Landeros Magaña Mejía Novelo Núñez Ortega Patt Pech Quetzal Rosado Salazar "
        "Torres Urbina Verde Ximénez Zetina"
    ),
    "garifuna": (
        "Apolonio Avilez Blas Casimiro Castillo Enriquez Flores Guerrero Lambey Lino "
        "Martinez Nolberto Norales Ramos Sabal Sambula Suazo Zuniga"
    ),
    "maya": "Ack Bol Cal Caal Choc Chun Coc Cucul Ical Ishim Pop Sho Shol Tush Tzub Witz",
    "east-indian": "Bahadur Chand Doolal Jagdeo Jex Mahung Parham Ramclam Ramnarace Singh Sookram",
    "mennonite": "Dueck Dyck Friesen Klassen Loewen Penner Plett Reimer Thiessen Wiebe",
    "english": (
        "Ashworth Bainbridge Carlisle Denbigh Eastwood Fairweather Garnett Hartley Kirkwood "
        "Lockhart Merriweather Norfolk Oakley Prescott Redfern Stanhope"
    ),
}
# Roughly how often each group appears.
SHARE = {
    "mestizo": 40,
    "creole": 26,
    "maya": 11,
    "garifuna": 9,
    "english": 6,
    "east-indian": 5,
    "mennonite": 3,
}


def invented_names(chance: Random, *, taken: set[str]) -> Iterator[str]:
    """Endless full names, each once, none of those taken."""
    used = set(taken)
    groups, weights = list(SHARE), list(SHARE.values())
    while True:
        group = chance.choices(groups, weights)[0]
        family = group if chance.random() < 0.85 else chance.choices(groups, weights)[0]
        surname = chance.choice(SURNAMES[family].split())
        if family in ("mestizo", "maya") and chance.random() < 0.15:
            surname += f" {chance.choice(SURNAMES['mestizo'].split())}"
        name = f"{chance.choice(GIVEN[group].split())} {surname}"
        if name not in used:
            used.add(name)
            yield name
