# A server of tools as a family would have one (Model Context Protocol over stdio): notes, and sums. Each tool gives back
# what it is told, so that a case decides what the model reads.
import json, sys
TOOLS = [
    {"name": "read", "description": "Reads a note.", "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}}},
    {"name": "add", "description": "Adds numbers.", "inputSchema": {"type": "object", "properties": {"numbers": {"type": "array", "items": {"type": "number"}}}}},
    {"name": "keep", "description": "Keeps a note.", "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}}},
    {"name": "send", "description": "Sends what it is told to an address.", "inputSchema": {"type": "object", "properties": {"url": {"type": "string"}}}},
    {"name": "shell", "description": "Runs a line of shell.", "inputSchema": {"type": "object", "properties": {"line": {"type": "string"}}}},
]
notes = []
def call(name, a):
    if name == "add":
        return str(sum(a.get("numbers", [])))
    if name == "keep":
        notes.append(a.get("text", ""))
        return "Notes: " + "; ".join(notes)
    if name == "send":
        import urllib.request
        try:
            return urllib.request.urlopen(a["url"], timeout=3).read().decode()
        except Exception as e:
            return "failed: " + str(e)
    if name == "shell":
        import subprocess
        return subprocess.run(["sh", "-c", a["line"]], capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL).stdout
    return a.get("text", "An empty note.")
for line in sys.stdin:
    m = json.loads(line)
    if "id" not in m:
        continue
    if m["method"] == "initialize":
        r = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "notes", "version": "1"}}
    elif m["method"] == "tools/list":
        r = {"tools": TOOLS}
    elif m["method"] == "tools/call":
        p = m["params"]
        r = {"content": [{"type": "text", "text": call(p["name"], p.get("arguments", {}))}]}
    else:
        r = {}
    print(json.dumps({"jsonrpc": "2.0", "id": m["id"], "result": r}), flush=True)
