/// Lua that several scripts begin with; each part names only what stands before it.
///
/// Every script is given the hash of tickets as its one key, for the sake of a cluster's routing, and the prefix of all
/// keys as its first argument: the other keys are built from it, and live in the same slot by its hash tag. What the keys
/// hold is told in `docs/operating/redis-keys.md`.
enum ScriptParts {
    /// For scripts that make room: they run when Redis has no memory left.
    static let freeing = "#!lua flags=allow-oom\n"
    /// For scripts that need room: without memory they are refused before they begin, never halfway.
    static let growing = "#!lua\n"

    static let names = #"""
        local P = ARGV[1]
        local call = redis.call
        local TICKETS, HELD, RUNNING = KEYS[1], P .. 'held', P .. 'running'
        local PARKED, STALLED, COUNTS = P .. 'parked', P .. 'stalled', P .. 'counts'

        """#

    /// The present by Redis' clock: `now` in milliseconds, `moment` in microseconds as text.
    static let clock = #"""
        local time = call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local moment = string.format('%s%06d', time[1], time[2])

        """#

    /// Adds up to `count` tokens for those who wait for `queue`; 16 wake enough, because who takes wakes the next.
    static let wake = #"""
        local function wake(queue, count)
            local key = P .. 'wake:' .. queue
            local room = 16 - call('LLEN', key)
            if room <= 0 then return end
            for _ = 1, math.min(room, count) do call('RPUSH', key, '1') end
            call('PEXPIRE', key, 60000)
        end

        """#

    /// Changes how many tickets of `queue` wait and are held.
    static let count = #"""
        local function add(field, number)
            if number ~= 0 and call('HINCRBY', COUNTS, field, number) <= 0 then call('HDEL', COUNTS, field) end
        end

        """#

    /// What a held ticket says: queue, band, project, kind.
    static let parse = #"""
        local function parse(value)
            return string.match(value, '^(%d+) (%S*) (%d) %-?%d+ (%S*) (.*)$')
        end

        """#

    /// Lets the next line of a kind into its ring, and forgets the place when it was the last; whether there was one.
    static let unstall = #"""
        local function unstall(queue, band, kind)
            local stall = P .. 'stall:' .. queue .. ':' .. band .. ':' .. kind
            local line = call('LPOP', stall)
            if line then call('RPUSH', P .. 'ring:' .. queue .. ':' .. band, line) end
            if call('EXISTS', stall) == 0 then
                local places, place = call('HGET', STALLED, kind) or '', queue .. ' ' .. band .. '\n'
                local first, last = string.find('\n' .. places, '\n' .. place, 1, true)
                if first then
                    local left = string.sub(places, 1, first - 1) .. string.sub(places, last)
                    if left == '' then call('HDEL', STALLED, kind) else call('HSET', STALLED, kind, left) end
                end
            end
            return line ~= false
        end

        """#

    /// Says that so many jobs of each project and kind run no more, and lets go on what waited for that: all lines of
    /// the project, and of each queue and band as many lines of the kind as places are free.
    static let released = #"""
        local function released(projects, kinds)
            local woken = {}
            for project, number in pairs(projects) do
                local field = 'p:' .. project
                if call('HINCRBY', RUNNING, field, -number) <= 0 then call('HDEL', RUNNING, field) end
                local lines = call('HGET', PARKED, project)
                if lines then
                    call('HDEL', PARKED, project)
                    for queue, band, line in string.gmatch(lines, '(%S*) (%d) ([^\n]*)\n') do
                        call('RPUSH', P .. 'ring:' .. queue .. ':' .. band, line)
                        woken[queue] = (woken[queue] or 0) + 1
                    end
                end
            end
            for kind, number in pairs(kinds) do
                local field = 'k:' .. kind
                if call('HINCRBY', RUNNING, field, -number) <= 0 then call('HDEL', RUNNING, field) end
                for queue, band in string.gmatch(call('HGET', STALLED, kind) or '', '(%S*) (%d)\n') do
                    for _ = 1, number do
                        if not unstall(queue, band, kind) then break end
                        woken[queue] = (woken[queue] or 0) + 1
                    end
                end
            end
            for queue, number in pairs(woken) do wake(queue, number) end
        end

        """#

    /// Puts tickets that were held first in their projects' lines, in the order given: `values` are what the tickets say.
    static let restore = #"""
        local function restore(ids, values)
            local projects, kinds, queues = {}, {}, {}
            for i = #ids, 1, -1 do
                local _, queue, band, project, kind = parse(values[i])
                call('HSET', TICKETS, ids[i], '0' .. string.match(values[i], ' .*$'))
                call('ZREM', HELD, ids[i])
                local line = project .. ':' .. kind
                local place = P .. 'line:' .. queue .. ':' .. band .. ':'
                if call('LPUSHX', place .. line, ids[i]) == 0 and call('LPUSH', place .. project, ids[i]) == 1 then
                    call('RPUSH', P .. 'ring:' .. queue .. ':' .. band, project)
                end
                projects[project] = (projects[project] or 0) + 1
                kinds[kind] = (kinds[kind] or 0) + 1
                queues[queue] = (queues[queue] or 0) + 1
            end
            for queue, number in pairs(queues) do
                add('h:' .. queue, -number)
                add('w:' .. queue, number)
                wake(queue, number)
            end
            released(projects, kinds)
        end

        """#
}
