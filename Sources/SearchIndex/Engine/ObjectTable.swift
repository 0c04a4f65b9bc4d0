internal import RegistryQuery

/// The objects of one nested field in some documents of a segment, numbered by document and then by place.
struct ObjectTable {
    let field: FieldPath
    /// Ascending.
    private var numbers: [UInt16] = []
    /// For each document of the segment its place among ``numbers``, or -1.
    private var indexes: [Int32]
    /// Where the objects of each document begin, and the end.
    private var starts: [Int] = [0]
    private var begins: [UInt32] = []
    private var ends: [UInt32] = []

    /// - Parameter capacity: documents of the segment.
    init(of field: FieldPath, capacity: Int) {
        self.field = field
        indexes = [Int32](repeating: -1, count: capacity)
    }

    var count: Int { begins.count }
    var all: ObjectSet { .all(count) }
    var none: ObjectSet { ObjectSet(count: count) }

    /// - Parameters:
    ///   - document: after those that are there.
    ///   - places: of its objects, as ``TermKind/objects`` has them.
    mutating func append(_ document: Int, _ places: [UInt32]) {
        for index in stride(from: 0, to: places.count - 1, by: 2) {
            begins.append(places[index])
            ends.append(places[index + 1])
        }
        indexes[document] = Int32(numbers.count)
        numbers.append(UInt16(truncatingIfNeeded: document))
        starts.append(begins.count)
    }

    var documents: DocumentSet { DocumentSet(capacity: indexes.count, sorted: numbers) }
    /// The documents of some objects.
    func documents(of set: ObjectSet) -> DocumentSet {
        let found = numbers.indices.filter { (starts[$0]..<starts[$0 + 1]).contains(where: set.contains) }
        return DocumentSet(capacity: indexes.count, sorted: found.map { numbers[$0] })
    }

    /// The objects of a document; none when it is not there.
    func objects(of document: Int) -> Range<Int> {
        let index = Int(indexes[document])
        return index < 0 ? 0..<0 : starts[index]..<starts[index + 1]
    }
    /// The one of `objects` that a place is in.
    func object(at place: UInt32, among objects: Range<Int>) -> Int? {
        var (low, high) = (objects.lowerBound, objects.upperBound)
        while low < high {
            let middle = (low + high) >> 1
            if begins[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return low > objects.lowerBound && place < ends[low - 1] ? low - 1 : nil
    }
    /// Those of some places that are in an object; they ascend.
    func places(in object: Int, of places: [UInt32]) -> ArraySlice<UInt32> {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) >> 1
            if places[middle] < begins[object] { low = middle + 1 } else { high = middle }
        }
        return places[low...].prefix { $0 < ends[object] }
    }

    /// The objects in which some objects of another table lie.
    func objects(around set: ObjectSet, of inner: ObjectTable) -> ObjectSet {
        var found = none
        for (index, document) in inner.numbers.enumerated() {
            let own = objects(of: Int(document))
            for object in inner.starts[index]..<inner.starts[index + 1] where set.contains(object) {
                if let outer = self.object(at: inner.begins[object], among: own) { found.insert(outer) }
            }
        }
        return found
    }
}
