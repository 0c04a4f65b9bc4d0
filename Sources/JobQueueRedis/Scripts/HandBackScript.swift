internal import RedisClient

/// Puts held tickets first in their projects' lines again, in the order given.
///
/// Arguments: prefix, then ids and tokens in turns. One that is not held under its token is left alone. Returns how many
/// were held.
enum HandBackScript {
    static let script = RedisScript(
        "hand_back",
        ScriptParts.freeing + ScriptParts.names + ScriptParts.wake + ScriptParts.count + ScriptParts.parse
            + ScriptParts.unstall + ScriptParts.released + ScriptParts.restore + body)

    private static let body = #"""
        local ids, kept, seen = {}, {}, {}
        for i = 2, #ARGV, 2 do
            local id = ARGV[i]
            local value = call('HGET', TICKETS, id)
            if value and not seen[id] and ARGV[i + 1] ~= '0' and parse(value) == ARGV[i + 1] then
                ids[#ids + 1] = id
                kept[#kept + 1] = value
                seen[id] = true
            end
        end
        if #ids > 0 then restore(ids, kept) end
        return #ids
        """#
}
