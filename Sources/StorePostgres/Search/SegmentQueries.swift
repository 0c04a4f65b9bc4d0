package import PostgresClient

/// The rows of stored segments, and documents by key.
package enum SegmentQueries {
    package static let parts = PostgresText(
        """
        SELECT p.segment, p.part, p.data FROM unnest(:segments::bigint[], :parts::bigint[]) n (segment, part)
        JOIN index_parts p ON p.lane = :lane AND p.segment = n.segment AND p.part = n.part
        """)
    /// Notes that a segment is being written, and keeps its row until the end of the transaction.
    package static let note = PostgresText(
        """
        INSERT INTO index_segments (lane, segment, documents, parts, bytes, written_at)
        VALUES (:lane, :segment, 0, 0, 0, :written_at)
        ON CONFLICT (lane, segment) DO UPDATE SET written_at = excluded.written_at
        """)
    /// After `note`; fails (22012) for a segment that was added once, or that is being swept.
    package static let isOpen = PostgresText(
        """
        SELECT 1 / count(*) FROM index_segments
        WHERE lane = :lane AND segment = :segment AND added_at IS NULL AND retired_at IS NULL
        """)
    package static let put = PostgresText(
        """
        INSERT INTO index_parts (lane, segment, part, data) VALUES (:lane, :segment, :part, :data)
        ON CONFLICT (lane, segment, part) DO UPDATE SET data = excluded.data
        """)
    static let puts = RowInsert(put)
    /// Fails (22012) unless a lane's segments are exactly these, of which there are `count`.
    package static let areAll = PostgresText(
        """
        SELECT 1 / (CASE WHEN count(*) = :count AND count(*) FILTER (WHERE segment = ANY(:segments)) = :count
          THEN 1 ELSE 0 END)
        FROM index_segments WHERE lane = :lane AND added_at IS NOT NULL AND retired_at IS NULL
        """)
    package static let retire = PostgresText(
        """
        UPDATE index_segments SET retired_at = :moment, commit_id = :commit
        WHERE lane = :lane AND segment = :segment AND added_at IS NOT NULL AND retired_at IS NULL
        """)
    package static let add = PostgresText(
        """
        UPDATE index_segments SET documents = :documents, parts = :parts, bytes = :bytes, added_at = :moment,
          commit_id = :commit
        WHERE lane = :lane AND segment = :segment AND added_at IS NULL AND retired_at IS NULL
        """)
    /// Fails (22012) unless this commit has changed the row.
    package static let isChanged = PostgresText(
        "SELECT 1 / count(*) FROM index_segments WHERE lane = :lane AND segment = :segment AND commit_id = :commit")
    /// Fails (22012) unless a segment has exactly its parts, from 0 on.
    package static let hasParts = PostgresText(
        """
        SELECT 1 / (CASE WHEN count(*) = :parts AND count(*) FILTER (WHERE part BETWEEN 0 AND :parts - 1) = :parts
          THEN 1 ELSE 0 END)
        FROM index_parts WHERE lane = :lane AND segment = :segment
        """)

    /// Segments of all lanes that nobody reads any more, or that were never added.
    package static let unused = PostgresText(
        """
        SELECT lane, segment FROM index_segments
        WHERE (added_at IS NULL OR retired_at IS NOT NULL) AND coalesce(retired_at, written_at) < :before
        ORDER BY coalesce(retired_at, written_at), lane, segment LIMIT :limit
        """)
    /// From here on nobody adds it.
    package static let giveUp = PostgresText(
        """
        UPDATE index_segments SET retired_at = coalesce(retired_at, written_at)
        WHERE lane = :lane AND segment = :segment AND (added_at IS NULL OR retired_at IS NOT NULL)
          AND coalesce(retired_at, written_at) < :before
        """)
    /// After `giveUp`.
    package static let removeParts = PostgresText(
        """
        DELETE FROM index_parts WHERE lane = :lane AND segment = :segment AND part IN (
            SELECT part FROM index_parts WHERE lane = :lane AND segment = :segment ORDER BY part LIMIT :limit)
          AND EXISTS (SELECT 1 FROM index_segments WHERE lane = :lane AND segment = :segment AND retired_at < :before)
        """)
    package static let forget = PostgresText(
        """
        DELETE FROM index_segments WHERE lane = :lane AND segment = :segment AND retired_at < :before
          AND NOT EXISTS (SELECT 1 FROM index_parts WHERE lane = :lane AND segment = :segment)
        """)

    private static let columns = """
        d.path, d.metapath, d.schema, d.type, d.text_fields, d.nested_fields, d.file_size, d.uploaded,
        d.meta_uploaded
        """
    /// A page of an upload's documents that stops after `bytes`.
    package static let documents = PostgresText(
        """
        SELECT \(columns), d.document FROM (
          SELECT *, sum(octet_length(document)) OVER (ORDER BY path) AS until, row_number() OVER (ORDER BY path) AS number
          FROM docs WHERE lane = :lane AND upload = :upload AND fence = :fence AND path > :after
          ORDER BY path LIMIT :limit) d
        WHERE d.until <= :bytes OR d.number = 1 ORDER BY d.path
        """)
    /// Documents of more than `bytes` without their text.
    package static let byKey = PostgresText(
        """
        SELECT n.place, \(columns), octet_length(d.document) AS bytes,
          CASE WHEN octet_length(d.document) <= :bytes THEN d.document END AS document
        FROM unnest(:uploads::text[], :fences::bigint[], :paths::text[], :places::bigint[])
          n (upload, fence, path, place)
        JOIN docs d ON d.lane = :lane AND d.upload = n.upload AND d.fence = n.fence AND d.path = n.path
        """)
}
