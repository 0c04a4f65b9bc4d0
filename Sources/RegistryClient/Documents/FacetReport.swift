public import JSONDocument

/// The values of fields over the matches of a search, counted.
public struct FacetReport: Sendable {
    public struct Facet: Sendable, Hashable {
        public let field: String
        /// The most frequent first.
        public let buckets: [Bucket]
        /// Different values in all.
        public let distinct: Int
    }
    public struct Bucket: Sendable, Hashable {
        public let key: String
        public let count: Int
    }
    /// All matches that the caller may see.
    public let total: Int
    /// In the order asked for.
    public let facets: [Facet]
    /// As the registry answered.
    public let json: JSONValue

    /// - Throws: `.invalidAnswer` when there are no `facets`.
    package init(_ answer: JSONValue) throws(RegistryClientError) {
        guard let facets = answer["facets"]?.objectValue else { throw .invalidAnswer("'facets' is missing") }
        json = answer
        total = answer["total"]?.intValue ?? 0
        self.facets = facets.map { name, facet in
            let buckets = (facet["buckets"]?.arrayValue ?? []).map { bucket in
                Bucket(
                    key: bucket["key"]?.stringValue ?? bucket["key"]?.description ?? "",
                    count: bucket["count"]?.intValue ?? 0)
            }
            return Facet(field: name, buckets: buckets, distinct: facet["distinct"]?.intValue ?? buckets.count)
        }
    }
}
