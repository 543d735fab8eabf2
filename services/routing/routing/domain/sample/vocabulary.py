"""Words of which invented companies are made; the first of each list are the most common."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """An activity: its code, how its shops call themselves, and how common it is."""

    code: str
    signs: tuple[str, ...]
    weight: int


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FAMILY_NAMES = _words(
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre "
    "Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau "
    "Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François "
    "Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier "
    "Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard "
    "Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt "
    "Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier "
    "Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez "
    "Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet "
    "Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré "
    "Charles Nguyen Diallo Traoré Benali Haddad Da-Silva Ferreira Kaya Rossi Santoni Hoarau Grondin"
)
# Rare family names are put together from these three.
RARE_BEGINNINGS = _words(
    "Bar Ber Bou Bra Cha Che Cor Cou Dau Del Des Fer Fou Gai Gar Gue Har Jac Jou Lan Mar Mon Mou "
    "Nor Pas Per Pin Pou Ra Ri Ros Sau Ta Thi Tour Val Ver Vil"
)
RARE_MIDDLES = _words("ba bi can che do ga la li lo mi na ni no ri ro sa se ti to va")
RARE_ENDINGS = _words("rd ron lle net eau ier in ot ard ault et on oux and ez")
VILLAGE_SAINTS = _words(
    "Martin Pierre Jean Hilaire Laurent Germain Georges Julien Étienne Sulpice Cyr Aubin Médard"
)
VILLAGE_WATERS = _words(
    "Loire Vienne Orne Sauldre Risle Vezère Drôme Durance Meuse Saône Ource Lys"
)
VILLAGE_PLACES = _words(
    "Villeneuve Neuville Beaumont Montreuil Bellerive Clairval Fontenay Chanteloup"
)
VILLAGE_ENDS = _words("le-Grand le-Petit les-Bois la-Forêt le-Château les-Vignes le-Vieux")
FIRST_NAMES = _words(
    "Marie Jean Pierre Michel Nathalie Isabelle Catherine Philippe Françoise Alain Sylvie Patrick "
    "Nicolas Christophe Laurent Sandrine Stéphane Céline Julien David Valérie Sébastien Aurélie "
    "Thomas Émilie Mohamed Karine Kevin Sophie Camille Antoine Léa Lucas Manon Hugo Chloé Karim "
    "Fatima Mehdi Inès Yasmine Rachid Nadia Olivier Hélène Véronique Bruno Didier Thierry Gilles"
)
PLACES = _words(
    "Gare Mairie Port Plage Fontaine Lavoir Marché Halles Moulin Château Cathédrale Église Pont "
    "Colline Parc Forêt Lac Rivière Vallée Place Promenade Clocher Rempart Préfecture"
)
QUALITIES = _words(
    "Central Moderne Bon Petit Grand Vieux Nouveau Beau Joli Royal National Provençal Breton "
    "Parisien Lyonnais Alsacien Gourmand Doré Vert Bleu"
)
OBJECTS = _words(
    "Soleil Étoile Lilas Olivier Mimosa Cigale Hirondelle Colombe Abeille Papillon Lion Cygne "
    "Dauphin Mouette Rose Tulipe Tilleul Platane Chêne Arlequin Carillon Sablier Boussole Horizon "
    "Arc Ancre Voile Galion Rocher Comptoir Atelier Grenier Jardin Verger Potager Cellier"
)
STREETS = (
    "DE LA REPUBLIQUE",
    "VICTOR HUGO",
    "JEAN JAURES",
    "PASTEUR",
    "GAMBETTA",
    "DE LA GARE",
    "DE L EGLISE",
    "GENERAL DE GAULLE",
    "DU MARECHAL FOCH",
    "EMILE ZOLA",
    "JULES FERRY",
    "DE LA LIBERTE",
    "DU 8 MAI 1945",
    "DU 11 NOVEMBRE 1918",
    "SAINT MICHEL",
    "DES ECOLES",
    "DU MOULIN",
    "DU STADE",
    "DES LILAS",
    "VOLTAIRE",
    "JEAN MOULIN",
    "ARISTIDE BRIAND",
    "MARCEL PAGNOL",
    "DE PARIS",
    "NATIONALE",
    "DES ACACIAS",
    "DU CHATEAU",
    "GEORGES CLEMENCEAU",
)
STREET_TYPES = ("RUE", "AV", "BD", "PL", "CHE", "RTE", "CRS", "IMP", "QU", "SQ")

# `{n}` family name, `{f}` first name, `{o}` object, `{q}` quality, `{p}` place, `{c}` city.
TRADES = (
    Trade(
        "56.10A",
        ("Restaurant {n}", "Le {q} {o}", "Chez {f}", "La Table de {f}", "Pizzeria {f}", "Le {o}"),
        90,
    ),
    Trade("56.30Z", ("Bar de la {p}", "Café {q}", "Bar Tabac {n}", "Le {o}", "Café de la {p}"), 40),
    Trade(
        "10.71C",
        ("Boulangerie {n}", "Au {q} Pain", "Le Fournil de {f}", "Boulangerie de la {p}"),
        45,
    ),
    Trade("47.11F", ("Épicerie {n}", "Le Panier {q}", "Alimentation de la {p}"), 20),
    Trade("96.02A", ("{f} Coiffure", "Salon {n}", "L’Atelier de {f}", "Coiffure de la {p}"), 50),
    Trade("45.20A", ("Garage {n}", "Auto {o}", "Garage de la {p}", "{c} Auto"), 45),
    Trade("47.73Z", ("Pharmacie {n}", "Pharmacie de la {p}", "Pharmacie {n} {n2}"), 20),
    Trade("68.31Z", ("{c} Immobilier", "Agence {n}", "Agence de la {p}"), 25),
    Trade("43.22A", ("{n} Plomberie", "Plomberie Chauffage {n}", "{n} et Fils"), 60),
    Trade("43.21A", ("{n} Électricité", "Électricité {n}", "{c} Élec"), 45),
    Trade("47.71Z", ("Boutique {f}", "La Garde-Robe de {f}", "{o} Mode"), 30),
    Trade("49.32Z", ("Taxi {n}", "Taxi {f}", "Taxis de {c}"), 35),
    Trade("55.10Z", ("Hôtel de la {p}", "Hôtel {q}", "Hôtel du {o}"), 15),
    Trade("47.76Z", ("Fleurs {f}", "Au {q} Jardin", "Fleuriste {n}"), 12),
    Trade("85.53Z", ("Auto-École {n}", "Auto-École de la {p}", "{c} Conduite"), 12),
    Trade("47.91B", ("{o} en Ligne", "Ma {o} Boutique", "{f} et Compagnie"), 20),
    Trade("93.13Z", ("{c} Fitness", "Salle {o}", "Gym {q}"), 8),
    Trade("96.01B", ("Pressing {n}", "Pressing de la {p}", "Lavomatic {c}"), 8),
    Trade("47.78A", ("Optique {n}", "L’Opticien de la {p}"), 10),
    Trade("75.00Z", ("Clinique Vétérinaire {n}", "Vétérinaires de la {p}"), 5),
    Trade("86.23Z", ("Cabinet Dentaire {n}", "Docteur {f} {n}"), 18),
    Trade("41.20A", ("{n} Bâtiment", "Maisons {o}", "{c} Rénovation"), 40),
    Trade("68.20B", ("SCI {n}", "SCI du {o}", "SCI {f}"), 70),
    Trade("70.22Z", ("{n} Conseil", "{o} Conseil", "{c} Développement"), 60),
)
# Invented chains: name, acronym, activity; the first have the most shops.
CHAINS = (
    ("Panier Malin", None, "47.11F"),
    ("Bricovallée", None, "47.52B"),
    ("Optivista", None, "47.78A"),
    ("Société Française de Garages Réunis", "SFGR", "45.20A"),
    ("Banque Mutuelle des Provinces", "BMP", "64.19Z"),
    ("Telmont Mobile", None, "61.20Z"),
    ("Pharmavert", None, "47.73Z"),
    ("Le Four du Terroir", None, "10.71C"),
    ("Hôtels du Levant", None, "55.10Z"),
    ("Énergie du Vallon", None, "35.14Z"),
    ("Assurances Générales du Ponant", "AGP", "65.12Z"),
    ("Mobilier Harmonie", None, "47.59A"),
    ("Vélo et Compagnie", None, "47.64Z"),
    ("Chaussures Pied Léger", None, "47.72A"),
    ("Compagnie des Autocars du Littoral", "CAL", "49.39A"),
    ("Jardins de l’Estuaire", None, "47.76Z"),
    ("Burger du Coin", None, "56.10C"),
    ("Agence Clé en Main", None, "68.31Z"),
)
