/// Texts and their styles as Slack's rich text.
@NullMarked
package moltbot.gateway.channel.slack.notation;

import org.jspecify.annotations.NullMarked;
