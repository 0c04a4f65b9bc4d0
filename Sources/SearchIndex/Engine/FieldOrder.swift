internal import JSONDocument
internal import RegistryQuery

/// Orders matches by the values of fields: within a segment by the codes of its columns, between segments by the values
/// of those that come first.
struct FieldOrder {
    struct Ordered {
        let place: HitPlace
        /// One per key.
        let values: [SortValue?]
    }
    private struct Local {
        let run: Int
        let position: Int
    }
    /// Missing parts of words and their documents that are asked for at a time; the first ones nearly always tell.
    private static let wordParts = 8
    private let matches: [DocumentSet]
    private let reader: HitReader
    private let keys: [SortKey]
    private let after: SearchPosition?

    init(_ matches: [DocumentSet], _ reader: HitReader, keys: [SortKey], after: SearchPosition?) {
        self.matches = matches
        self.reader = reader
        self.keys = Array(keys.prefix(SortKey.maximum))
        self.after = after
    }

    /// The first `count` after the position.
    ///
    /// - Throws: `.unsortable` when a match has words in one of the fields.
    func first(_ count: Int, _ budget: inout SearchBudget) throws(SearchIndexError) -> [Ordered] {
        for key in keys { try checkOrder(of: key.field, &budget) }
        var ordered: [Ordered] = []
        for index in matches.indices where !matches[index].isEmpty {
            try budget.check()
            var columns: [SortColumn] = []
            for key in keys {
                var column = SortColumn(key, reader.segments[index].segment, reader.parts)
                try column.read(matches[index], &budget)
                columns.append(column)
            }
            ordered += first(count, of: index, columns)
        }
        return Array(ordered.sorted(by: precedes).prefix(count))
    }

    private func first(_ count: Int, of index: Int, _ columns: [SortColumn]) -> [Ordered] {
        let segment = reader.segments[index].segment
        let ranks: [SortValue?]? = if case .values(let values)? = after?.rank { values } else { nil }
        let bounds = ranks.map { ranks in zip(columns, ranks).map { $0.code(of: $1) } } ?? []
        func place(_ local: Local) -> HitPlace {
            HitPlace(segment: index, run: local.run, position: local.position)
        }
        func precedes(_ one: Local, _ other: Local) -> Bool {
            for column in columns where column.codes[one.position] != column.codes[other.position] {
                return column.codes[one.position] < column.codes[other.position]
            }
            return reader.precedes(place(one), place(other))
        }
        func isAfter(_ local: Local) -> Bool {
            guard let after else { return true }
            for (column, bound) in zip(columns, bounds) where column.codes[local.position] != bound {
                return column.codes[local.position] > bound
            }
            return reader.follows(place(local), after)
        }
        var heap = BoundedHeap<Local>(capacity: count)
        var walk = RunWalk(segment)
        matches[index].forEach { position in
            let local = Local(run: walk.run(of: position), position: position)
            if let last = heap.last {
                let order = columns.first.map { ($0.codes[position], $0.codes[last.position]) } ?? (0, 0)
                if order.0 > order.1 { return }
                if columns.count < 2, order.0 == order.1, walk.sealedAt < segment.runs[last.run].sealedAt { return }
            }
            if isAfter(local) { heap.insert(local, by: precedes) }
        }
        return heap.sorted(by: precedes).map { local in
            Ordered(place: place(local), values: columns.map { $0.value(of: local.position) })
        }
    }

    private func precedes(_ one: Ordered, _ other: Ordered) -> Bool {
        for (key, (one, other)) in zip(keys, zip(one.values, other.values)) {
            switch (one, other) {
            case (let one?, let other?):
                if one < other { return !key.isDescending }
                if other < one { return key.isDescending }
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): break
            }
        }
        return reader.precedes(one.place, other.place)
    }

    /// - Throws: `.unsortable` when a match has a word in `path`.
    private func checkOrder(of path: FieldPath, _ budget: inout SearchBudget) throws(SearchIndexError) {
        for (searched, matches) in zip(reader.segments, matches) where !matches.isEmpty {
            let segment = searched.segment
            guard let field = segment.field(path), segment.entryCount(field: field, kind: .word) > 0 else { continue }
            let text = TermKey(field: field, kind: .text, key: TermKey.anyText)
            guard let entry = segment.entry(text, reader.parts),
                var texts = segment.documents(entry, reader.parts)
            else { continue }
            texts.formIntersection(matches)
            if texts.isEmpty { continue }
            // A text of punctuation alone has no words; any other ends this with the first ones.
            var isText = false
            let parts = ObservedParts(FirstParts(reader.parts, count: Self.wordParts))
            try LeafReader(segment: segment, parts: parts).scan(
                field: field, kind: .word, price: LeafReader.priceOfEntry, &budget
            ) { _, entry, steps in
                steps += min(entry.count, segment.documentCount / 64)
                isText = (segment.documents(entry, parts)?.intersectionCount(texts) ?? 0) > 0
                return !isText
            }
            if isText { throw .hasNoOrder(path) }
        }
    }
}
