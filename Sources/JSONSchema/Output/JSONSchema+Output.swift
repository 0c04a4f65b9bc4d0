public import JSONDocument

extension JSONSchema {
    /// Returns the result in one of the forms of the specification (2020-12 core, sections 12.3 and 12.4).
    ///
    /// The verdict is that of `isValid`. An evaluation is shown up to a size of 50 000 units, where long pointers count
    /// for more; what comes after is judged without units of its own. When a limit of `validate` ends the evaluation,
    /// one unit says so. Annotations of property names are left out, since names have no place of their own, and
    /// `absoluteKeywordLocation` is always there, relative where the schema has no absolute URI.
    public func output(_ instance: JSONValue, as form: OutputForm) -> JSONValue {
        if form == .flag { return ["valid": .bool(isValid(instance))] }
        var builder = OutputBuilder(program, instance)
        return builder.build().json(as: form)
    }
}
