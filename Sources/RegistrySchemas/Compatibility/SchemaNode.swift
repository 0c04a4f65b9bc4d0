internal import JSONDocument

/// One schema in normal form: what each keyword asks for, with the keyword's own spelling kept for places.
///
/// Subschemas are numbers of nodes in a ``SchemaGraph``.
struct SchemaNode: Sendable {
    struct Choice: Sendable {
        let keyword: String
        let values: [JSONValue]
    }
    struct Bound: Sendable {
        let keyword: String
        let value: JSONNumber
        let isExclusive: Bool
    }
    struct Count: Sendable {
        let keyword: String
        let value: Int
    }
    struct Child: Sendable {
        let path: [String]
        let node: Int
    }
    struct Named: Sendable {
        let name: String
        let node: Int
    }
    struct Contains: Sendable {
        let node: Int
        let least: Int
        let most: Int?
    }
    /// When `condition` holds, `then` does; when it does not, `otherwise` does.
    struct Conditional: Sendable {
        let path: [String]
        let condition: Int
        let then: Int?
        let otherwise: Int?
    }

    /// An object with the member `name` also has `names`, or is also valid under `node`.
    struct Dependent: Sendable {
        let path: [String]
        let name: String
        let names: [String]
        let node: Int?
    }

    let place: SchemaPlace
    /// The schema itself when it stands in no document.
    var source: JSONValue?
    /// `true` and `false` as schemas.
    var constant: Bool?
    var kinds = ValueKinds.all
    var choices: [Choice] = []
    var lower: [Bound] = []
    var upper: [Bound] = []
    var divisor: JSONNumber?

    var minLength: Int?
    var maxLength: Int?
    var pattern: String?
    var format: String?

    var first: [Child] = []
    var rest: Child?
    var minItems: Int?
    var maxItems: Int?
    var isUnique = false
    var contains: Contains?

    var properties: [Named] = []
    var named: [UTF8Key: Int] = [:]
    var patterns: [Named] = []
    var additional: Child?
    var required: [String] = []
    var minProperties: Int?
    var maxProperties: Int?
    var propertyNames: Int?
    var dependents: [Dependent] = []

    /// `allOf` and references.
    var all: [Child] = []
    var any: [Child] = []
    var one: [Child] = []
    var not: Int?
    var conditionals: [Conditional] = []

    /// Keywords that depend on what others have seen, and are only compared as a whole.
    var opaque: [String] = []
    /// Whether it means what depends on the way to it, so that it is not even equal to itself.
    var isUnknowable = false
    /// The keywords whose values are no schemas, without annotations; with `children` the whole meaning.
    var signature = JSONObject()
    /// All subschemas, by their place in this one.
    var children: [Child] = []

    init(place: SchemaPlace) { self.place = place }

    var isTrivial: Bool { constant == true }
    var isImpossible: Bool { constant == false }
}
