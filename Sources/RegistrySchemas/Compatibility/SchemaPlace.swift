package import JSONDocument

/// A place in one of two schemas that are compared.
package struct SchemaPlace: Sendable, Hashable, CustomStringConvertible {
    package enum Side: String, Sendable, Hashable { case old, new }

    package let side: Side
    /// The URI or path of the document; empty for the schema itself, which was given without one.
    package let document: String
    package let pointer: JSONPointer

    func appending(_ tokens: [String]) -> SchemaPlace {
        SchemaPlace(side: side, document: document, pointer: JSONPointer(pointer.tokens + tokens))
    }

    /// The document and the pointer as a fragment: `report/v1.json#/properties/title`.
    package var description: String { "\(document)#\(pointer)" }
}
