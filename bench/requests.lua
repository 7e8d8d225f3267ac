-- Sends the requests that a file names, a method and a path a line, one after the other and again from the first. Those
-- that are not GET carry a message of 200 characters.

local message = '{"role":"user","content":"' .. ("0123456789"):rep(20) .. '"}'
local requests = {}
local sent = 0

function init(args)
    for line in io.lines(args[1]) do
        local method, path = line:match("(%S+) (%S+)")
        if method == "GET" then
            requests[#requests + 1] = wrk.format(method, path)
        else
            requests[#requests + 1] = wrk.format(method, path, {["Content-Type"] = "application/json"}, message)
        end
    end
end

function request()
    sent = sent + 1
    return requests[(sent - 1) % #requests + 1]
end
