/// The real house in Slack, whose server is in the test's hands.
@NullMarked
package moltbot.systemtest.channel.slack;

import org.jspecify.annotations.NullMarked;
