/// The rows of stored segments, and documents by key.
package enum SegmentQueries {
    package static let part = """
        SELECT data FROM index_parts WHERE lane = :lane AND segment = :segment AND part = :part
        """
    /// Notes that a segment is being written; nothing for one that was added once, or that is being swept.
    package static let note = """
        INSERT INTO index_segments (lane, segment, documents, parts, bytes, written_at)
        VALUES (:lane, :segment, 0, 0, 0, :written_at)
        ON CONFLICT (lane, segment) DO UPDATE SET written_at = excluded.written_at
          WHERE added_at IS NULL AND retired_at IS NULL
        """
    package static let put = """
        INSERT INTO index_parts (lane, segment, part, data) VALUES (:lane, :segment, :part, :data)
        ON CONFLICT (lane, segment, part) DO UPDATE SET data = excluded.data
        """
    package static let retire = """
        UPDATE index_segments SET retired_at = :moment
        WHERE lane = :lane AND segment = :segment AND added_at IS NOT NULL AND retired_at IS NULL
        """
    package static let add = """
        UPDATE index_segments SET documents = :documents, parts = :parts, bytes = :bytes, added_at = :moment
        WHERE lane = :lane AND segment = :segment AND added_at IS NULL AND retired_at IS NULL
        """
    /// How many parts there are of those that a segment has to have, from 0 on.
    package static let countParts = """
        SELECT count(*) FROM index_parts WHERE lane = :lane AND segment = :segment AND part >= 0 AND part < :parts
        """
    package static let countAllParts = "SELECT count(*) FROM index_parts WHERE lane = :lane AND segment = :segment"

    /// Segments of all lanes that nobody reads any more, or that were never added.
    package static let unused = """
        SELECT lane, segment FROM index_segments
        WHERE (added_at IS NULL OR retired_at IS NOT NULL) AND coalesce(retired_at, written_at) < :before
        ORDER BY coalesce(retired_at, written_at), lane, segment LIMIT :limit
        """
    /// From here on nobody adds it.
    package static let giveUp = """
        UPDATE index_segments SET retired_at = coalesce(retired_at, written_at)
        WHERE lane = :lane AND segment = :segment AND (added_at IS NULL OR retired_at IS NOT NULL)
          AND coalesce(retired_at, written_at) < :before
        """
    package static let removeParts = """
        DELETE FROM index_parts WHERE lane = :lane AND segment = :segment AND part IN (
          SELECT part FROM index_parts WHERE lane = :lane AND segment = :segment ORDER BY part LIMIT :limit)
        """
    package static let forget = "DELETE FROM index_segments WHERE lane = :lane AND segment = :segment"

    private static let columns = """
        path, metapath, document, schema, type, text_fields, nested_fields, file_size, uploaded, meta_uploaded
        """
    package static let documents = """
        SELECT \(columns) FROM docs
        WHERE lane = :lane AND upload = :upload AND fence = :fence AND path > :after ORDER BY path LIMIT :limit
        """
    package static let document = """
        SELECT \(columns) FROM docs WHERE lane = :lane AND upload = :upload AND fence = :fence AND path = :path
        """
}
