/// The names under which units of measure are known.
enum UnitNames {
    /// Returns the symbol of the unit that `word` names, both in lower case without separators; else the word itself.
    static func symbol(of word: String) -> String { symbols[word] ?? word }

    // A symbol is here only if no other unit of the kind is written so; `m` is a metre, a minute and a month.
    private static let names: [String: String] = [
        "°c": "c degc degreec degreesc degcelsius degreecelsius degreescelsius celsius centigrade",
        "%": "percent pct", "bp": "basepair basepairs", "kb": "kilobase kilobases", "mb": "megabase megabases",
        "nl": "nanoliter nanoliters nanolitre nanolitres",
        "ul": "microliter microliters microlitre microlitres mcl",
        "ml": "milliliter milliliters millilitre millilitres",
        "nm": "nanometer nanometers nanometre nanometres",
        "um": "micrometer micrometers micrometre micrometres micron microns",
        "mm": "millimeter millimeters millimetre millimetres",
        "cm": "centimeter centimeters centimetre centimetres",
        "pg": "picogram picograms", "ng": "nanogram nanograms", "ug": "microgram micrograms mcg",
        "mg": "milligram milligrams", "kg": "kilogram kilograms",
        "ms": "millisecond milliseconds msec", "s": "sec secs second seconds", "min": "mins minute minutes",
        "h": "hr hrs hour hours", "d": "day days", "week": "weeks wk wks", "month": "months mo mos",
        "year": "years yr yrs",
    ]

    private static let symbols: [String: String] = {
        var symbols: [String: String] = [:]
        for (symbol, words) in names {
            for word in words.split(separator: " ") { symbols[String(word)] = symbol }
        }
        return symbols
    }()
}
