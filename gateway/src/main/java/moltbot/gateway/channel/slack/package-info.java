/// Slack, by Socket Mode and its Web API ([Socket Mode](https://docs.slack.dev/apis/events-api/using-socket-mode/)).
@NullMarked
package moltbot.gateway.channel.slack;

import org.jspecify.annotations.NullMarked;
