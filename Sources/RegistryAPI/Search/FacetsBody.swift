internal import JSONDocument
internal import RegistryCore
internal import RegistryService
internal import SearchIndex

extension FacetsQuestion {
    /// Reads the body of `POST /facets`.
    ///
    /// - Throws: 422 naming the place in the body.
    init(body: JSONObject) throws(RegistryError) {
        let text = try FacetsBody.text(body["q"], at: ["q"]) ?? "*"
        var latestOnly = false
        if let value = body["latest"], !value.isNull {
            guard let flag = value.boolValue else { throw FacetsBody.wrong(["latest"], "is true or false") }
            latestOnly = flag
        }
        var selected: [(field: String, values: [String])] = []
        if let value = body["selected"], !value.isNull {
            guard let members = value.objectValue else {
                throw FacetsBody.wrong(["selected"], "is an object of fields with arrays of values")
            }
            for (field, values) in members {
                guard let values = values.arrayValue else {
                    throw FacetsBody.wrong(["selected", field], "is an array of values")
                }
                var texts: [String] = []
                for value in values { texts.append(try FacetsBody.value(value, at: ["selected", field])) }
                selected.append((field, texts))
            }
        }
        self.init(
            text, latestOnly: latestOnly, selected: selected,
            items: try FacetsBody.items(body["facets"], at: ["facets"], level: 0))
    }
}

/// The parts of the body of `POST /facets`.
private enum FacetsBody {
    /// Percentiles where none are asked for.
    private static let usualPercentiles: [Double] = [1, 5, 25, 50, 75, 95, 99]
    private static let usualSize = 10

    static func items(
        _ value: JSONValue?, at place: [String], level: Int
    ) throws(RegistryError) -> [FacetsQuestion.Item] {
        guard let value, !value.isNull else {
            if level > 0 { return [] }
            throw wrong(place, "is required: an array of facets such as {\"field\": \"organism\"}")
        }
        guard let elements = value.arrayValue else { throw wrong(place, "is an array of facets") }
        // More levels are refused with a better word than a stack that overflows.
        guard level < 3 else { throw wrong(place, "is nested too deeply: facets are nested one level deep") }
        var items: [FacetsQuestion.Item] = []
        for (index, element) in elements.enumerated() {
            items.append(try item(element, at: place + [String(index)], level: level))
        }
        return items
    }

    private static func item(
        _ value: JSONValue, at place: [String], level: Int
    ) throws(RegistryError) -> FacetsQuestion.Item {
        guard value.objectValue != nil else { throw wrong(place, "is an object such as {\"field\": \"organism\"}") }
        guard let field = try text(value["field"], at: place + ["field"]) else {
            throw wrong(place + ["field"], "is required")
        }
        return FacetsQuestion.Item(
            name: try text(value["name"], at: place + ["name"]) ?? field, field: field,
            kind: try kind(value, at: place),
            nested: try items(value["nested"], at: place + ["nested"], level: level + 1))
    }

    private static func kind(_ facet: JSONValue, at place: [String]) throws(RegistryError) -> Facet.Kind {
        switch try text(facet["type"], at: place + ["type"]) ?? "terms" {
        case "terms":
            let size = try facet["size"].map { size throws(RegistryError) in
                guard let size = size.intValue else { throw wrong(place + ["size"], "is a whole number") }
                return size
            }
            return .terms(size: size ?? usualSize, matching: try text(facet["matching"], at: place + ["matching"]))
        case "histogram":
            return .histogram(width: try number(facet["interval"], at: place + ["interval"]))
        case "date_histogram":
            guard let unit = try text(facet["interval"], at: place + ["interval"]) else { return .dates(nil) }
            guard let unit = Facet.CalendarUnit(rawValue: unit) else {
                let units = Facet.CalendarUnit.allCases.map(\.rawValue).joined(separator: ", ")
                throw wrong(place + ["interval"], "is one of \(units), or left out")
            }
            return .dates(unit)
        case "ranges": return .ranges(try ranges(facet["ranges"], at: place + ["ranges"]))
        case "statistics":
            guard let wanted = facet["percentiles"], !wanted.isNull else {
                return .statistics(percentiles: usualPercentiles)
            }
            guard let elements = wanted.arrayValue else {
                throw wrong(place + ["percentiles"], "is an array of numbers from 0 to 100")
            }
            var percentiles: [Double] = []
            for element in elements {
                guard let percentile = element.doubleValue else {
                    throw wrong(place + ["percentiles"], "is an array of numbers from 0 to 100")
                }
                percentiles.append(percentile)
            }
            return .statistics(percentiles: percentiles)
        case "distinct": return .distinct
        default:
            throw wrong(
                place + ["type"], "is one of terms, histogram, date_histogram, ranges, statistics, distinct")
        }
    }

    private static func ranges(_ value: JSONValue?, at place: [String]) throws(RegistryError) -> [Facet.Range] {
        guard let elements = value?.arrayValue else {
            throw wrong(place, "is an array of ranges such as {\"from\": 10, \"to\": 20}")
        }
        var ranges: [Facet.Range] = []
        for (index, element) in elements.enumerated() {
            let place = place + [String(index)]
            guard element.objectValue != nil else { throw wrong(place, "is an object with 'from', 'to' or both") }
            let from = try bound(element["from"], at: place + ["from"])
            let to = try bound(element["to"], at: place + ["to"])
            guard from != nil || to != nil else { throw wrong(place, "has neither 'from' nor 'to'") }
            let key = try text(element["key"], at: place + ["key"]) ?? "\(from ?? "*")-\(to ?? "*")"
            ranges.append(Facet.Range(key: key, from: from, to: to))
        }
        return ranges
    }

    private static func bound(_ value: JSONValue?, at place: [String]) throws(RegistryError) -> String? {
        guard let value, !value.isNull else { return nil }
        return try self.value(value, at: place)
    }

    /// A value as it is selected or bounds a range.
    static func value(_ value: JSONValue, at place: [String]) throws(RegistryError) -> String {
        switch value {
        case .string(let text): return text
        case .number(let number): return number.text
        case .bool(let flag): return flag ? "true" : "false"
        case .null, .array, .object: throw wrong(place, "is a string, a number, true or false")
        }
    }

    static func text(_ value: JSONValue?, at place: [String]) throws(RegistryError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.stringValue else { throw wrong(place, "is a string") }
        return text
    }

    private static func number(_ value: JSONValue?, at place: [String]) throws(RegistryError) -> Double? {
        guard let value, !value.isNull else { return nil }
        guard let number = value.doubleValue else { throw wrong(place, "is a number") }
        return number
    }

    static func wrong(_ place: [String], _ rule: String) -> RegistryError {
        .invalidBody(at: place, "'\(place.joined(separator: "."))' \(rule)")
    }
}
