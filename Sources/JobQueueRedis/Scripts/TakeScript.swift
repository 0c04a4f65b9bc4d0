internal import RedisClient

/// Takes the next tickets, after putting those back whose leases have lapsed.
///
/// Arguments: prefix, how many, lease in milliseconds, limit of a project, number of queues, the queues; then kinds and
/// their limits in turns. Returns 1 when it stopped before it had seen all that may run, the token, then of each ticket
/// its id and what it says.
///
/// A *line* is the tickets of one project in one band of one queue; it is in the band's ring, or parked. A line whose
/// project runs as much as it may is parked until one of the project's jobs ends. A ticket whose kind runs as much as it
/// may steps aside into a line of its project and kind (ring member `project:kind`), which stalls until a job of the
/// kind ends: whatever stands behind it goes on.
enum TakeScript {
    /// Tickets that are looked at in one turn of a line, and turns without a ticket in one call.
    ///
    /// Each look at a ticket that does not run removes it from the line for good, so that the work is done once.
    private static let bounds = "local DEPTH, VAIN = 32, 64\n"

    static let script = RedisScript(
        "take",
        ScriptParts.freeing + ScriptParts.names + ScriptParts.clock + ScriptParts.wake + ScriptParts.count
            + ScriptParts.parse + ScriptParts.unstall + ScriptParts.released + ScriptParts.restore + bounds + lapse
            + limits + visit + turn + body)

    private static let lapse = #"""
        local lapsed = call('ZRANGEBYSCORE', HELD, '-inf', now, 'LIMIT', 0, 64)
        if #lapsed > 0 then
            local known, kept = {}, {}
            for i, value in ipairs(call('HMGET', TICKETS, unpack(lapsed))) do
                if value then
                    known[#known + 1] = lapsed[i]
                    kept[#kept + 1] = value
                else
                    call('ZREM', HELD, lapsed[i])
                end
            end
            restore(known, kept)
        end

        """#

    private static let limits = #"""
        local wanted, lease, per_project = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local queues = {unpack(ARGV, 6, 5 + ARGV[5])}
        local limit = {}
        for i = 6 + ARGV[5], #ARGV, 2 do limit[ARGV[i]] = tonumber(ARGV[i + 1]) end

        local running, changed = {}, {}
        local function runs(field)
            local number = running[field]
            if not number then
                number = tonumber(call('HGET', RUNNING, field) or '0')
                running[field] = number
            end
            return number
        end
        local function start(field)
            running[field] = runs(field) + 1
            changed[field] = true
        end
        local function is_full(kind) return limit[kind] ~= nil and runs('k:' .. kind) >= limit[kind] end

        local function park(queue, band, line, project)
            local lines = call('HGET', PARKED, project) or ''
            call('HSET', PARKED, project, lines .. queue .. ' ' .. band .. ' ' .. line .. '\n')
        end
        local function stall(queue, band, line, kind)
            call('RPUSH', P .. 'stall:' .. queue .. ':' .. band .. ':' .. kind, line)
            local places, place = call('HGET', STALLED, kind) or '', queue .. ' ' .. band .. '\n'
            if not string.find('\n' .. places, '\n' .. place, 1, true) then
                call('HSET', STALLED, kind, places .. place)
            end
        end

        """#

    private static let visit = #"""
        local ids, values, is_taken, again = {}, {}, {}, 0

        -- Gives a line its turn: whether it had a ticket, and whether it is in its ring again.
        local function visit(queue, band, line)
            local project, kind = string.match(line, '^([^:]*):?(.*)$')
            local is_aside, is_parked = #line > #project, runs('p:' .. project) >= per_project
            local place = P .. 'line:' .. queue .. ':' .. band .. ':'
            local found, is_left = false, false
            if is_parked then
                park(queue, band, line, project)
            elseif is_aside and is_full(kind) then
                stall(queue, band, line, kind)
            else
                for _ = 1, DEPTH do
                    local id = call('LPOP', place .. line)
                    if not id then break end
                    local value = call('HGET', TICKETS, id)
                    -- Others were forgotten, perhaps to be pushed again: then they stand in the line twice.
                    if value and string.sub(value, 1, 2) == '0 ' and not is_taken[id] then
                        local own = is_aside and kind or string.match(value, '^0 %S* %d %-?%d+ %S* (.*)$')
                        local aside = project .. ':' .. own
                        if not is_aside and limit[own] and call('RPUSHX', place .. aside, id) > 0 then
                            -- It stands behind the older ones of its kind.
                        elseif is_full(own) then
                            call('RPUSH', place .. aside, id)
                            stall(queue, band, aside, own)
                        else
                            ids[#ids + 1] = id
                            is_taken[id] = true
                            values[#values + 1] = string.sub(value, 3)
                            start('p:' .. project)
                            start('k:' .. own)
                            found = true
                            break
                        end
                    end
                end
                if call('EXISTS', place .. line) == 1 then
                    if runs('p:' .. project) >= per_project then
                        park(queue, band, line, project)
                    elseif is_aside and is_full(kind) then
                        stall(queue, band, line, kind)
                    else
                        call('RPUSH', P .. 'ring:' .. queue .. ':' .. band, line)
                        is_left = true
                    end
                end
            end
            -- While there are places left, the next line of the kind may have one.
            if is_aside and not is_full(kind) and unstall(queue, band, kind) then is_left = true end
            return found, is_left
        end

        """#

    /// Of the bands that have lines, the one with the most credit; each ticket pays all of them by weight.
    private static let turn = #"""
        local WEIGHTS, vain = {6, 3, 1}, 0

        local function credits(queue)
            local kept = call('GET', P .. 'turn:' .. queue)
            local high, normal, low = string.match(kept or '0 0 0', '(%-?%d+) (%-?%d+) (%-?%d+)')
            return {tonumber(high), tonumber(normal), tonumber(low)}
        end

        local function serve(queue)
            local ring, filled, credit, is_new = P .. 'ring:' .. queue .. ':', {}, nil, false
            for band = 1, 3 do filled[band] = call('EXISTS', ring .. band - 1) == 1 end
            while #ids < wanted and vain < VAIN do
                local chosen, total, bands = nil, 0, 0
                for band = 1, 3 do
                    if filled[band] then
                        bands, total = bands + 1, total + WEIGHTS[band]
                        if bands == 2 and not credit then credit = credits(queue) end
                        if not chosen or credit[band] + WEIGHTS[band] > credit[chosen] + WEIGHTS[chosen] then
                            chosen = band
                        end
                    end
                end
                if not chosen then break end
                local was_filled = {filled[1], filled[2], filled[3]}
                local found, is_left = visit(queue, tostring(chosen - 1), call('LPOP', ring .. chosen - 1))
                filled[chosen] = is_left or call('EXISTS', ring .. chosen - 1) == 1
                if not found then
                    vain = vain + 1
                elseif bands > 1 then
                    for band = 1, 3 do
                        if was_filled[band] then credit[band] = credit[band] + WEIGHTS[band] end
                    end
                    credit[chosen] = credit[chosen] - total
                    is_new = true
                end
            end
            if is_new then call('SET', P .. 'turn:' .. queue, table.concat(credit, ' '), 'PX', 3600000) end
        end

        """#

    private static let body = #"""
        for _, queue in ipairs(queues) do
            local before, tokens = #ids, P .. 'wake:' .. queue
            local function has_lines()
                local ring = P .. 'ring:' .. queue .. ':'
                return call('EXISTS', ring .. 0, ring .. 1, ring .. 2) > 0
            end
            local is_left = has_lines()
            if is_left and #ids < wanted and vain < VAIN then
                serve(queue)
                is_left = has_lines()
            end
            local number = #ids - before
            if number > 0 then
                add('w:' .. queue, -number)
                add('h:' .. queue, number)
                if call('HEXISTS', COUNTS, 'w:' .. queue) == 0 then call('DEL', P .. 'turn:' .. queue) end
            end
            if is_left then
                -- Who takes wakes the next one.
                if call('EXISTS', tokens) == 0 then wake(queue, 1) end
            elseif #ids == 0 then
                call('DEL', tokens)
            end
        end
        if vain >= VAIN then again = 1 end

        local answer = {again, moment}
        if #ids > 0 then
            local tickets, leases, numbers = {}, {}, {}
            for i, id in ipairs(ids) do
                tickets[2 * i - 1], tickets[2 * i] = id, moment .. ' ' .. values[i]
                leases[2 * i - 1], leases[2 * i] = now + lease, id
                answer[2 * i + 1], answer[2 * i + 2] = id, values[i]
            end
            for field in pairs(changed) do
                numbers[#numbers + 1] = field
                numbers[#numbers + 1] = running[field]
            end
            call('HSET', TICKETS, unpack(tickets))
            call('ZADD', HELD, unpack(leases))
            call('HSET', RUNNING, unpack(numbers))
        end
        return answer
        """#
}
