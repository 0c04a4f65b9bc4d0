public import JSONDocument

extension JSONSchema {
    /// Returns the patch that makes `error` go away and brings no other, where one is clearly meant; else nil.
    ///
    /// A slip is put right (case, white space, separators, units, a misspelt name, a number written as a string, a
    /// date in another form), and a member that the schema itself has a value for is added. Data is never invented.
    /// Each patch has been tried: applied to `instance` and validated, every error that is left was there before, at
    /// the same place or where the patch moved it.
    ///
    /// - Parameters:
    ///   - error: of `validate(instance)`; the patch does nothing about other errors.
    ///   - instance: the whole document that was validated.
    /// - Returns: nil also when there are 2000 errors or more.
    public func fix(for error: ValidationError, in instance: JSONValue) -> JSONPatch? {
        FixFinder(self, instance).fix(for: error)
    }

    /// Returns for each of `errors`, in their order, what `fix(for:in:)` does.
    ///
    /// Each fix is for `instance` as it is; applying one may move the places that the next one names.
    ///
    /// - Parameter limit: how many errors, from the first, are looked at; for each the whole document is validated up to
    ///   20 times, 350 where alternatives nest. Fewer in documents of more than 10 000 values: one million values in all.
    public func fixes(for errors: [ValidationError], in instance: JSONValue, limit: Int = 100) -> [JSONPatch?] {
        let affordable = min(limit, max(1, 1_000_000 / instance.valueCount))
        let finder = FixFinder(self, instance)
        return errors.enumerated().map { $0.offset < affordable ? finder.fix(for: $0.element) : nil }
    }

    /// Returns the first of `errors` for which `fix(for:in:)` has a fix, with it; nil when there is none.
    ///
    /// For applying one fix after the other: no fix is looked for behind the first.
    public func firstFix(
        for errors: [ValidationError], in instance: JSONValue
    ) -> (error: ValidationError, fix: JSONPatch)? {
        let finder = FixFinder(self, instance)
        return errors.lazy.compactMap { error in finder.fix(for: error).map { (error: error, fix: $0) } }.first
    }
}
