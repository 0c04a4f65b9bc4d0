internal import JSONDocument

extension JSONObject {
    /// Adds the member unless there is no `text`.
    mutating func set(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }

    /// Adds label and ontology term as two members unless there is no `term`.
    mutating func set(_ key: String, _ term: Term?, ontology: String? = nil) {
        guard let term else { return }
        self[key] = .string(term.label)
        self[ontology ?? key + "_ontology"] = .string(term.id)
    }
}

extension JSONValue {
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    static func programs(_ programs: Program...) -> JSONValue { .array(programs.map(\.document)) }

    /// The number `thousandths` / 1 000, written exactly.
    static func decimal(thousandths: Int) -> JSONValue {
        JSONNumber(text: String(thousandths: thousandths)).map { .number($0) } ?? .null
    }
}
