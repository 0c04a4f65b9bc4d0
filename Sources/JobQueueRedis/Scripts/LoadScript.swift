internal import RedisClient

/// Says what waits and what is held.
///
/// Argument: prefix. Returns the counts (`w:` waiting, `h:` held; then the queue) and the numbers in turns, and besides
/// (`p:`) of each queue how many projects are parked.
enum LoadScript {
    static let script = RedisScript("load", ScriptParts.freeing + ScriptParts.names + body)

    private static let body = #"""
        local answer, parked = call('HGETALL', COUNTS), {}
        for _, lines in ipairs(call('HVALS', PARKED)) do
            local seen = {}
            for queue in string.gmatch(lines, '(%S*) %d [^\n]*\n') do
                if not seen[queue] then parked[queue] = (parked[queue] or 0) + 1 end
                seen[queue] = true
            end
        end
        for queue, number in pairs(parked) do
            answer[#answer + 1] = 'p:' .. queue
            answer[#answer + 1] = number
        end
        return answer
        """#
}
