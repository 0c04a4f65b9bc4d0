internal import RedisClient

/// Lets go of held tickets.
///
/// Arguments: prefix, then ids and tokens in turns. One that is not held under its token is left alone. Returns how many
/// were held.
enum EndScript {
    static let script = RedisScript(
        "end",
        ScriptParts.freeing + ScriptParts.names + ScriptParts.wake + ScriptParts.count + ScriptParts.parse
            + ScriptParts.unstall + ScriptParts.released + body)

    private static let body = #"""
        local ids, values = {}, {}
        for i = 2, #ARGV, 2 do ids[#ids + 1] = ARGV[i] end
        values = call('HMGET', TICKETS, unpack(ids))
        local gone, seen, projects, kinds, queues = {}, {}, {}, {}, {}
        for i, id in ipairs(ids) do
            local token, queue, _, project, kind
            if values[i] and not seen[id] then token, queue, _, project, kind = parse(values[i]) end
            if token == ARGV[2 * i + 1] and token ~= '0' then
                gone[#gone + 1] = id
                seen[id] = true
                projects[project] = (projects[project] or 0) + 1
                kinds[kind] = (kinds[kind] or 0) + 1
                queues[queue] = (queues[queue] or 0) + 1
            end
        end
        if #gone > 0 then
            call('HDEL', TICKETS, unpack(gone))
            call('ZREM', HELD, unpack(gone))
            for queue, number in pairs(queues) do add('h:' .. queue, -number) end
            released(projects, kinds)
        end
        return #gone
        """#
}
