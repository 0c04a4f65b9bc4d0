internal import RedisClient

/// Puts tickets at the ends of their projects' lines.
///
/// Arguments: prefix; then of each ticket its id, queue, band, project and what it says. One that is known is dropped.
/// Returns how many were not known.
enum PushScript {
    static let script = RedisScript(
        "push", ScriptParts.growing + ScriptParts.names + ScriptParts.wake + ScriptParts.count + body)

    private static let body = #"""
        local queues, pushed = {}, 0
        for i = 2, #ARGV, 5 do
            local id, queue, band, project = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
            if call('HSETNX', TICKETS, id, ARGV[i + 4]) == 1 then
                local place = queue .. ':' .. band
                -- A line that has just begun is in no ring yet.
                if call('RPUSH', P .. 'line:' .. place .. ':' .. project, id) == 1 then
                    call('RPUSH', P .. 'ring:' .. place, project)
                end
                queues[queue] = (queues[queue] or 0) + 1
                pushed = pushed + 1
            end
        end
        for queue, number in pairs(queues) do
            add('w:' .. queue, number)
            wake(queue, number)
        end
        return pushed
        """#
}
