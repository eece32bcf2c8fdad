/// The real house in Discord, whose server is in the test's hands.
@NullMarked
package moltbot.systemtest.channel.discord;

import org.jspecify.annotations.NullMarked;
