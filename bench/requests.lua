-- Sends the requests listed in a file, in order and repeatedly. Each line of the file contains a method and a path. A
-- message or an item of 200 characters is the body of each request that is not a GET.

local message = '{"role":"user","content":"' .. ("0123456789"):rep(20) .. '"}'
local items = '{"items":[' .. message .. ']}'
local requests = {}
local sent = 0

function init(args)
    for line in io.lines(args[1]) do
        local method, path = line:match("(%S+) (%S+)")
        if method == "GET" then
            requests[#requests + 1] = wrk.format(method, path)
        else
            local body = path:match("/items$") and items or message
            requests[#requests + 1] = wrk.format(method, path, {["Content-Type"] = "application/json"}, body)
        end
    end
end

function request()
    sent = sent + 1
    return requests[(sent - 1) % #requests + 1]
end
