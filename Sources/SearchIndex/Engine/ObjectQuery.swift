internal import RegistryQuery

/// Asks clauses about nested fields of one object at a time, in the documents of one segment.
///
/// Objects are treated like documents: a leaf is a set of objects, found by the places of values, and sets are combined.
struct ObjectQuery {
    private let plan: QueryPlan
    private let reader: LeafReader
    private var segment: Segment { reader.segment }
    /// By leaf, once nothing was missing, up to ``entryMaximum`` of them together.
    private var entries: [Int: PlacedEntries] = [:]
    private var entryCount = 0

    /// Objects that are looked at together, unless one document has more.
    private static let batch = 1 << 16
    /// Entries that are remembered; what a leaf has beyond is looked up whenever it is asked for.
    private static let entryMaximum = 1 << 20
    /// What a place that is compared costs, in steps.
    private static let priceOfPlace = 8

    init(_ plan: QueryPlan, _ reader: LeafReader) {
        self.plan = plan
        self.reader = reader
    }

    /// The documents in which clauses about one nested field are met by one of its objects.
    ///
    /// - Parameters:
    ///   - set: documents in which each clause is met by itself.
    ///   - fields: nested ones by their bytes.
    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    mutating func documents(
        meeting clauses: Conjunction<QueryPlan.Node>, within set: DocumentSet, objectsOf fields: ArraySlice<FieldPath>,
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        guard !set.isEmpty, let split = clauses.split(by: fields) else { return set }
        let missing = reader.parts.missing
        var having = documents(with: split.field)
        having.formIntersection(set)
        var lacking = set
        lacking.subtract(having)
        var found = DocumentSet(capacity: segment.documentCount)
        var next = having.first(from: 0)
        while next != nil {
            let table = try table(of: split.field, in: having, from: &next, atMost: Self.batch, &budget)
            let objects = try objects(
                meeting: split.inside, in: table, objectsOf: nested(below: split.field), &budget)
            found.formUnion(table.documents(of: objects))
            if reader.parts.missing != missing { break }
        }
        if reader.parts.missing != missing { try askForParts(of: clauses, objectsOf: fields, &budget) }
        // Where a document has no objects there, names with dots may still lead below the field.
        found.formUnion(
            try documents(meeting: split.inside, within: lacking, objectsOf: split.rest, &budget))
        return try documents(meeting: split.outside, within: found, objectsOf: split.rest, &budget)
    }

    /// Lets the parts that are needed be noted, so that they are fetched along with what is missing already.
    mutating func askForParts(
        of clauses: Conjunction<QueryPlan.Node>, objectsOf fields: ArraySlice<FieldPath>, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        guard let split = clauses.split(by: fields) else { return }
        if let entry = entry(of: split.field) { _ = segment.positions(entry, reader.parts) }
        for clause in split.inside.clauses { try askForParts(of: clause.clause, &budget) }
        try askForParts(of: split.outside, objectsOf: split.rest, &budget)
    }

    private func nested(below field: FieldPath) -> ArraySlice<FieldPath> {
        segment.nestedFields.filter { $0.isBelow(field) }[...]
    }
    private func entry(of field: FieldPath) -> TermEntry? {
        segment.field(field).flatMap { segment.entry(TermKey(field: $0, kind: .objects, key: []), reader.parts) }
    }
    private func documents(with field: FieldPath) -> DocumentSet {
        entry(of: field).flatMap { segment.documents($0, reader.parts) } ?? reader.none
    }

    /// The objects of a field in the documents of `set` from `next` on, which is moved behind them.
    private func table(
        of field: FieldPath, in set: DocumentSet, from next: inout Int?, atMost count: Int,
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> ObjectTable {
        var table = ObjectTable(of: field, capacity: segment.documentCount)
        guard let entry = entry(of: field), var objects = segment.positions(entry, reader.parts) else {
            next = nil
            return table
        }
        var places: [UInt32] = []
        while let document = next, table.count < count {
            objects.read(document, into: &places)
            try budget.spend(Self.priceOfPlace * (1 + places.count))
            table.append(document, places)
            next = set.first(from: document + 1)
        }
        return table
    }

    /// The objects that meet all of some clauses.
    private mutating func objects(
        meeting clauses: Conjunction<QueryPlan.Node>, in table: ObjectTable, objectsOf fields: ArraySlice<FieldPath>,
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> ObjectSet {
        guard let split = clauses.split(by: fields) else {
            var set = table.all
            for clause in clauses.clauses where !set.isEmpty {
                set.formIntersection(try objects(meeting: clause.clause, in: table, &budget))
            }
            return set
        }
        let documents = table.documents
        var first = documents.first(from: 0)
        let inner = try self.table(of: split.field, in: documents, from: &first, atMost: .max, &budget)
        var found = table.objects(
            around: try objects(
                meeting: split.inside, in: inner, objectsOf: nested(below: split.field), &budget), of: inner)
        var lacking = table.all
        lacking.subtract(table.objects(around: inner.all, of: inner))
        if !lacking.isEmpty {
            lacking.formIntersection(
                try objects(meeting: split.inside, in: table, objectsOf: split.rest, &budget))
            found.formUnion(lacking)
        }
        if !found.isEmpty {
            found.formIntersection(
                try objects(meeting: split.outside, in: table, objectsOf: split.rest, &budget))
        }
        return found
    }
    private mutating func objects(
        meeting node: QueryPlan.Node, in table: ObjectTable, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> ObjectSet {
        switch node {
        case .everything: return table.all
        case .nothing: return table.none
        case .leaf(let index, _): return try objects(having: index, in: table, &budget)
        case .boolean(let group):
            if !group.must.clauses.isEmpty {
                return try objects(meeting: group.must, in: table, objectsOf: nested(below: table.field), &budget)
            }
            var set = table.none
            for node in group.should { set.formUnion(try objects(meeting: node, in: table, &budget)) }
            return set
        }
    }

    // MARK: Leaves

    private mutating func entries(
        of leaf: Int, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> PlacedEntries {
        if let known = entries[leaf] { return known }
        let missing = reader.parts.missing
        let found = try PlacedEntries(of: plan.leaves[leaf], reader, &budget)
        if reader.parts.missing == missing, entryCount + found.count <= Self.entryMaximum {
            entries[leaf] = found
            entryCount += found.count
        }
        return found
    }

    private mutating func objects(
        having leaf: Int, in table: ObjectTable, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> ObjectSet {
        let entries = try entries(of: leaf, &budget)
        let within = table.documents
        var set = table.none
        var places: [UInt32] = []
        for entry in entries.single {
            guard var documents = segment.documents(entry, reader.parts),
                var values = segment.positions(entry, reader.parts)
            else { continue }
            documents.formIntersection(within)
            try budget.spend(segment.documentCount / 64 + LeafReader.priceOfEntry)
            var next = documents.first(from: 0)
            while let document = next {
                next = documents.first(from: document + 1)
                values.read(document, into: &places)
                try budget.spend(Self.priceOfPlace * (1 + places.count))
                let objects = table.objects(of: document)
                for place in places {
                    if let object = table.object(at: place, among: objects) { set.insert(object) }
                }
            }
        }
        if entries.row.isEmpty { return set }
        try PhraseReader(segment, reader.parts, slop: entries.slop)
            .forEachDocument(of: entries.row, within: within, &budget) {
                (document: Int, row: RowPositions, budget: inout SearchBudget) throws(SearchIndexError) in
                let objects = table.objects(of: document)
                var last: Int?
                for place in row.lists[row.places[0]] {
                    guard let object = table.object(at: place, among: objects), object != last else { continue }
                    last = object
                    try budget.spend(Self.priceOfPlace * row.lists.count)
                    let own = RowPositions(
                        lists: row.lists.map { Array(table.places(in: object, of: $0)) }, places: row.places)
                    if try own.occurs(slop: entries.slop, &budget) { set.insert(object) }
                }
            }
        return set
    }

    private mutating func askForParts(
        of node: QueryPlan.Node, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        switch node {
        case .everything, .nothing: break
        case .boolean(let group):
            for node in group.must.clauses.map(\.clause) + group.should { try askForParts(of: node, &budget) }
        case .leaf(let index, _):
            let entries = try entries(of: index, &budget)
            try budget.spend(entries.count * LeafReader.priceOfEntry)
            for entry in entries.single + entries.row.joined() { _ = segment.positions(entry, reader.parts) }
        }
    }
}
