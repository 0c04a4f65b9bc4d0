/// What a statement is bound to, by name; a type belongs to each value, also to NULL.
package struct StoredArguments: Sendable, ExpressibleByDictionaryLiteral {
    package enum Bound: Sendable {
        case number(Int64?)
        case flag(Bool)
        case text(String?)
        case bytes([UInt8])
        /// An array where the dialect has one, else its JSON.
        case texts([String])
        case numbers([Int])
    }
    package private(set) var values: [(name: String, value: Bound)]

    package init(dictionaryLiteral elements: (String, any StoredValue)...) {
        values = elements.map { ($0.0, $0.1.stored) }
    }

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        for element in right.values {
            // A name bound twice is bound to the later value, as in a dictionary.
            sum.values.removeAll { $0.name == element.name }
            sum.values.append(element)
        }
        return sum
    }

    package subscript(name: String) -> Bound? { values.last { $0.name == name }?.value }
}

extension String {
    /// With U+FFFD for U+0000, which PostgreSQL cannot be asked for and no stored text holds: for words of a search.
    package var withoutNUL: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}

/// What a column of the record can hold.
package protocol StoredValue: Sendable {
    var stored: StoredArguments.Bound { get }
    static var storedNothing: StoredArguments.Bound { get }
}
extension Int: StoredValue {
    package var stored: StoredArguments.Bound { .number(Int64(self)) }
    package static var storedNothing: StoredArguments.Bound { .number(nil) }
}
extension Int64: StoredValue {
    package var stored: StoredArguments.Bound { .number(self) }
    package static var storedNothing: StoredArguments.Bound { .number(nil) }
}
extension Bool: StoredValue {
    package var stored: StoredArguments.Bound { .flag(self) }
    package static var storedNothing: StoredArguments.Bound { .number(nil) }
}
extension String: StoredValue {
    package var stored: StoredArguments.Bound { .text(self) }
    package static var storedNothing: StoredArguments.Bound { .text(nil) }
}
extension Optional: StoredValue where Wrapped: StoredValue {
    package var stored: StoredArguments.Bound { map(\.stored) ?? Wrapped.storedNothing }
    package static var storedNothing: StoredArguments.Bound { Wrapped.storedNothing }
}

/// What a statement can be bound to several of; of bytes the whole is one value.
package protocol StoredElement: Sendable {
    static func stored(_ elements: [Self]) -> StoredArguments.Bound
}
extension String: StoredElement {
    package static func stored(_ elements: [Self]) -> StoredArguments.Bound { .texts(elements) }
}
extension Int: StoredElement {
    package static func stored(_ elements: [Self]) -> StoredArguments.Bound { .numbers(elements) }
}
extension UInt8: StoredElement {
    package static func stored(_ elements: [Self]) -> StoredArguments.Bound { .bytes(elements) }
}
extension Array: StoredValue where Element: StoredElement {
    package var stored: StoredArguments.Bound { Element.stored(self) }
    package static var storedNothing: StoredArguments.Bound { Element.stored([]) }
}
