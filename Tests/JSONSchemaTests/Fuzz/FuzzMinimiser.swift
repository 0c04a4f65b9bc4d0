import JSONDocument
import JSONSchema

/// Makes a disagreement smaller while it stays one of the same kind.
struct FuzzMinimiser {
    let draft: SchemaDraft
    let reference: ReferenceValidator
    /// How many smaller ones are tried.
    var attempts = 400

    /// Returns the smallest schema and instance found, both part of those given.
    mutating func minimise(_ schema: JSONValue, _ instance: JSONValue) throws -> (JSONValue, JSONValue) {
        let ours = FuzzVerdict.all(draft, schema, [instance])
        let theirs = try reference.verdict(draft, schema, instance)
        func isSame(_ schema: JSONValue, _ instance: JSONValue) throws -> Bool {
            let verdicts = FuzzVerdict.all(draft, schema, [instance])
            guard zip(verdicts, ours).allSatisfy({ $0.isLike($1) }) else { return false }
            return try reference.verdict(draft, schema, instance) == theirs
        }
        var schema = schema
        var instance = instance
        var isSmaller = true
        while isSmaller, attempts > 0 {
            isSmaller = false
            for candidate in Self.smaller(schema) where attempts > 0 {
                attempts -= 1
                if try isSame(candidate, instance) {
                    (schema, isSmaller) = (candidate, true)
                    break
                }
            }
            for candidate in Self.smaller(instance) where attempts > 0 {
                attempts -= 1
                if try isSame(schema, candidate) {
                    (instance, isSmaller) = (candidate, true)
                    break
                }
            }
        }
        return (schema, instance)
    }

    /// The values that `value` becomes without one of its members or elements, the outer ones first.
    private static func smaller(_ value: JSONValue) -> [JSONValue] {
        switch value {
        case .object(let members):
            let without = members.keys.map { key in
                var fewer = members
                fewer.remove(key)
                return JSONValue.object(fewer)
            }
            let within = members.flatMap { member in
                smaller(member.value).map { value in
                    var changed = members
                    changed[member.key] = value
                    return JSONValue.object(changed)
                }
            }
            return without + within
        case .array(let elements):
            let without = elements.indices.map { index in
                var fewer = elements
                fewer.remove(at: index)
                return JSONValue.array(fewer)
            }
            let within = elements.indices.flatMap { index in
                smaller(elements[index]).map { value in
                    var changed = elements
                    changed[index] = value
                    return JSONValue.array(changed)
                }
            }
            return without + within
        default: return []
        }
    }
}
