"""What stands around captions and changes nothing: credits, slugs, datelines, "in the picture"; on one side or on both."""

AGENCIES = "AP EFE AFP Reuters Notimex Xinhua Cuartoscuro Getty ANSA DPA EPA Europa\u00a0Press NTX GDA El\u00a0Universal".replace("\u00a0", "_").split()
ABBREVIATED = ("ene feb mar abr may jun jul ago sep oct nov dic".split(), "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split())


def credit(language, desk, rng):
    """A credit at the end."""
    agency = rng.choice(AGENCIES).replace("_", " ")
    name = desk.wording("person", desk.value("person"), language)
    if rng.random() < 0.35:
        return rng.choice((f" ({agency})", f" / {agency}", f"/{agency}", f" {agency.upper()}", f" ({agency.upper()})"))
    if language:
        return rng.choice((f" ({agency} Photo/{name})", f" ({agency}/{name})", f" Photo: {name}", f" Photo: {agency}/{name}", f" ({name}/{agency})", f" {name}/{agency}"))
    return rng.choice((f" ({agency} Foto/{name})", f" Foto: {name}", f" Foto: {agency}/{name}", f" {agency}/{name}", f" (Foto: {name}/{agency})", f" FOTO: {name.upper()}/{agency.upper()}", f" Foto: Especial", " Foto: Cortesía"))


def opening(language, desk, rng):
    """A slug, a date or a place in front."""
    city = desk.value("city")[language]
    day, month, year = rng.randrange(1, 31), rng.randrange(12), rng.randrange(1998, 2026)
    date = f"{ABBREVIATED[1][month]} {day}, {year}" if language else rng.choice((f"{day} {ABBREVIATED[0][month]} {year}", f"{day} {ABBREVIATED[0][month].capitalize()} {year}", f"{day} de {desk_month(month)} de {year}"))
    agency = rng.choice(AGENCIES).replace("_", " ")
    if language:
        return rng.choice((f"{city.upper()} ({agency}) — ", f"{city}, {date}. ", f"{date} - ", "FILE - ", f"FILE - In this {date} photo, ", "In this photo, ", "Pictured: ", f"{city.upper()}, {date} - "))
    return rng.choice((f"{city.upper()}, {date}.- ", f"{city}, {date} ({agency}).- ", "En la imagen, ", "En la foto, ", "FOTO DE ARCHIVO-", "Imagen de archivo. ", f"{city.upper()} ({agency}).- ", f"{date}.- "))


def dressed(es, en, desk, rng):
    """The marked texts, one of ten with something around it, which has no tag."""
    sides = [es, en]
    for language in (0, 1):
        if rng.random() < 0.08:
            sides[language] = sides[language] + [(credit(language, desk, rng), -1)]
        if rng.random() < 0.05:
            sides[language] = [(opening(language, desk, rng), -1)] + sides[language]
    return sides


def desk_month(month):
    import desk

    return desk.MONTHS[0][month]
