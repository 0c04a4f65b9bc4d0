internal import JSONDocument

extension [JSONValue] {
    /// Up to this many are compared in pairs.
    private static var pairwiseUpTo: Int { 8 }

    /// What comparing them all takes, in steps of a validation.
    var comparisonCost: Int { reduce(2 * count) { $0 + 4 * $1.hashingCost } }

    /// The positions of an element and of the first later one equal to it, or nil when all differ.
    ///
    /// Takes time linear in the whole size; hashes are seeded by the process, so that none can be prepared.
    var firstRepetition: (earlier: Int, later: Int)? {
        if count <= Self.pairwiseUpTo {
            for later in indices.dropFirst() {
                for earlier in 0..<later where self[earlier] == self[later] { return (earlier, later) }
            }
            return nil
        }
        var positions = [JSONValue: Int](minimumCapacity: count)
        for (position, element) in enumerated() {
            if let earlier = positions.updateValue(position, forKey: element) { return (earlier, position) }
        }
        return nil
    }
}
