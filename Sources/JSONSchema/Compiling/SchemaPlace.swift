internal import JSONDocument

/// A place in a document: a schema, something that holds schemas, or anything else a reference may lead through.
///
/// Each place is made once, so that identity tells places apart. Lives only while a program is compiled.
final class SchemaPlace {
    let value: JSONValue
    let content: SchemaKeywords.Content

    /// The schema resource that this belongs to, or begins.
    let resource: SchemaResource

    private let token: String?  // nil at the root of the document
    private unowned let parent: SchemaPlace?
    private let depth: Int
    private var children: [UTF8Key: SchemaPlace] = [:]

    /// The root of a document.
    init(root: JSONValue, resource: SchemaResource) {
        value = root
        self.resource = resource
        content = .schema
        token = nil
        parent = nil
        depth = 0
        resource.begin(at: self)
    }

    init(
        _ value: JSONValue, at token: String, in parent: SchemaPlace, content: SchemaKeywords.Content,
        beginning resource: SchemaResource?
    ) {
        self.value = value
        self.content = content
        self.resource = resource ?? parent.resource
        self.token = token
        self.parent = parent
        depth = parent.depth + 1
        parent.children[UTF8Key(token)] = self
        resource?.begin(at: self)
    }

    /// The place below this one that was made before.
    func known(_ token: String) -> SchemaPlace? { children[UTF8Key(token)] }

    /// The way from the root of the document.
    var pointer: JSONPointer { JSONPointer(tokens(above: 0)) }

    /// The way from the root of the schema resource.
    var pointerInResource: JSONPointer { JSONPointer(tokens(above: resource.root?.depth ?? 0)) }

    /// The place as a URI: that of the resource and the way in it.
    var location: String { resource.uri.description + "#" + pointerInResource.fragment }

    func error(_ reason: SchemaError.Reason, at key: String? = nil) -> SchemaError {
        SchemaError(
            reason: reason, document: resource.document, pointer: key.map { pointer.appending($0) } ?? pointer)
    }

    private func tokens(above height: Int) -> [String] {
        var tokens: [String] = []
        var place = self
        while place.depth > height, let token = place.token, let parent = place.parent {
            tokens.append(token)
            place = parent
        }
        return tokens.reversed()
    }
}

/// A schema resource: what one `$id` names, or a whole document without one.
final class SchemaResource {
    let uri: URIReference
    let document: String  // the URI or path that the document was found at
    let dialect: SchemaDialect
    let number: Int
    var anchors: [UTF8Key: SchemaPlace] = [:]
    var dynamicAnchors: [UTF8Key: SchemaPlace] = [:]  // also among the anchors
    private(set) weak var root: SchemaPlace?

    init(_ uri: URIReference, document: String, dialect: SchemaDialect, number: Int) {
        self.uri = uri
        self.document = document
        self.dialect = dialect
        self.number = number
    }

    fileprivate func begin(at root: SchemaPlace) { self.root = root }

    /// Whether the root says `"$recursiveAnchor": true` (draft 2019-09).
    var isRecursive: Bool { dialect.draft == .draft2019 && root?.value["$recursiveAnchor"] == true }
}
