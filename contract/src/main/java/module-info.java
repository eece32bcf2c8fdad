/// What crosses a process boundary, and nothing else: the records, the framed link they travel on,
/// and the sealed claims (lease, assertion, grant) that carry authority.
module moltbot.contract {
    requires transitive org.jspecify;
    requires tools.jackson.core;
    requires jdk.net;

    exports moltbot.contract;
    exports moltbot.contract.assertion;
    exports moltbot.contract.boot;
    exports moltbot.contract.bypass;
    exports moltbot.contract.channel;
    exports moltbot.contract.chat;
    exports moltbot.contract.file;
    exports moltbot.contract.grant;
    exports moltbot.contract.hook;
    exports moltbot.contract.json;
    exports moltbot.contract.label;
    exports moltbot.contract.lease;
    exports moltbot.contract.link;
    exports moltbot.contract.log;
    exports moltbot.contract.mcp;
    exports moltbot.contract.model;
    exports moltbot.contract.sandbox;
    exports moltbot.contract.seal;
    exports moltbot.contract.skill;
    exports moltbot.contract.tool;
    exports moltbot.contract.vault;
    exports moltbot.contract.web;

    provides System.LoggerFinder with
            moltbot.contract.log.JsonLines;
}
