internal import RedisClient

/// Forgets tickets that wait.
///
/// Arguments: prefix, then ids. Those that are held are left alone. The id is taken out of its line when that is short;
/// from a long one it goes when its turn comes, because looking for it would take long. Returns how many waited.
enum ForgetScript {
    static let script = RedisScript(
        "forget",
        ScriptParts.freeing + ScriptParts.names + ScriptParts.count + ScriptParts.parse + ScriptParts.unstall
            + body)

    private static let body = #"""
        -- Takes a line that has become empty from where it was: its ring, or one of those that wait for a limit.
        local function remove(queue, band, line, project, kind)
            if call('LREM', P .. 'ring:' .. queue .. ':' .. band, 1, line) > 0 then
                -- It may have been let in to fill a place of its kind: another may.
                if line ~= project then unstall(queue, band, kind) end
                return
            end
            local lines = call('HGET', PARKED, project) or ''
            local first, last = string.find('\n' .. lines, '\n' .. queue .. ' ' .. band .. ' ' .. line .. '\n', 1, true)
            if first then
                local left = string.sub(lines, 1, first - 1) .. string.sub(lines, last)
                if left == '' then call('HDEL', PARKED, project) else call('HSET', PARKED, project, left) end
                return
            end
            call('LREM', P .. 'stall:' .. queue .. ':' .. band .. ':' .. kind, 1, line)
            if call('EXISTS', P .. 'stall:' .. queue .. ':' .. band .. ':' .. kind) == 0 then
                unstall(queue, band, kind)
            end
        end

        local queues, forgotten = {}, 0
        for i = 2, #ARGV do
            local id = ARGV[i]
            local value = call('HGET', TICKETS, id)
            if value and string.sub(value, 1, 2) == '0 ' then
                local _, queue, band, project, kind = parse(value)
                call('HDEL', TICKETS, id)
                for _, line in ipairs({project, project .. ':' .. kind}) do
                    local key = P .. 'line:' .. queue .. ':' .. band .. ':' .. line
                    local length = call('LLEN', key)
                    if length > 0 and length <= 1000 and call('LREM', key, 1, id) == 1 then
                        if length == 1 then remove(queue, band, line, project, kind) end
                        break
                    end
                end
                queues[queue] = (queues[queue] or 0) + 1
                forgotten = forgotten + 1
            end
        end
        for queue, number in pairs(queues) do
            add('w:' .. queue, -number)
            if call('HEXISTS', COUNTS, 'w:' .. queue) == 0 then
                call('DEL', P .. 'turn:' .. queue, P .. 'wake:' .. queue)
            end
        end
        return forgotten
        """#
}
