internal import RedisClient

/// Prolongs the leases of held tickets.
///
/// Arguments: prefix, lease in milliseconds, then ids and tokens in turns. Returns the ids of those that are not held
/// under their tokens.
enum ExtendScript {
    static let script = RedisScript(
        "extend", ScriptParts.freeing + ScriptParts.names + ScriptParts.clock + body)

    private static let body = #"""
        local lost, leases, until_when = {}, {}, now + tonumber(ARGV[2])
        for i = 3, #ARGV, 2 do
            local value = call('HGET', TICKETS, ARGV[i])
            if value and ARGV[i + 1] ~= '0' and string.match(value, '^%d+') == ARGV[i + 1] then
                leases[#leases + 1] = until_when
                leases[#leases + 1] = ARGV[i]
            else
                lost[#lost + 1] = ARGV[i]
            end
        end
        if #leases > 0 then call('ZADD', HELD, 'XX', unpack(leases)) end
        return lost
        """#
}
