package import RegistryQuery

extension FieldPath {
    /// Whether `parent` is one of the fields that this one lies in.
    package func isBelow(_ parent: FieldPath) -> Bool {
        let (name, prefix) = (description.utf8, parent.description.utf8)
        return name.starts(with: prefix) && name.dropFirst(prefix.count).first == UInt8(ascii: ".")
    }
}
