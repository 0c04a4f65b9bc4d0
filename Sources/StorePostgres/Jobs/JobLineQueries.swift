package import PostgresClient

/// What attempts wrote down.
package enum JobLineQueries {
    package static let insert = PostgresText(
        """
        INSERT INTO job_lines (lane, job, fence, number, time, level, message, fields)
        VALUES (:lane, :job, :fence, :number, :time, :level, :message, :fields)
        ON CONFLICT (lane, job, fence, number) DO NOTHING
        """)
    static let inserts = RowInsert(insert)
    package static let ofJob = PostgresText(
        """
        SELECT fence, number, time, level, message, fields FROM job_lines
        WHERE lane = :lane AND job = :job AND (fence, number) > (:after_fence, :after_number)
        ORDER BY fence, number LIMIT :limit
        """)
    /// Removes the lines of jobs that are not there.
    package static let forget = PostgresText(
        """
        DELETE FROM job_lines WHERE lane = :lane AND job = ANY(:ids)
          AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.lane = :lane AND j.id = job_lines.job)
        """)
}
