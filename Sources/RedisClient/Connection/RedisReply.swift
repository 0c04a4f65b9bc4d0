internal import CHiredis

/// Turns what hiredis has parsed into values of ours.
enum RedisReply {
    static func answer(_ reply: UnsafeMutableRawPointer) -> Result<RedisValue, RedisError> {
        switch value(reply.assumingMemoryBound(to: redisReply.self)) {
        case .failure(let error): .failure(error)
        case let value: .success(value)
        }
    }

    /// hiredis takes no more than seven arrays inside each other, so this goes no deeper.
    private static func value(_ reply: UnsafePointer<redisReply>) -> RedisValue {
        switch reply.pointee.type {
        case REDIS_REPLY_INTEGER: .integer(Int(reply.pointee.integer))
        case REDIS_REPLY_STRING: .bytes(Array(bytes(reply)))
        case REDIS_REPLY_STATUS: .status(String(decoding: bytes(reply), as: UTF8.self))
        case REDIS_REPLY_ERROR: .failure(RedisError(server: String(decoding: bytes(reply), as: UTF8.self)))
        case REDIS_REPLY_ARRAY:
            .array(
                UnsafeBufferPointer(start: reply.pointee.element, count: reply.pointee.elements).map { element in
                    element.map { value($0) } ?? .null
                })
        default: .null
        }
    }

    private static func bytes(_ reply: UnsafePointer<redisReply>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len)
    }
}
