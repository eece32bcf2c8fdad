/// A stand-in for Slack: the Web API, files and Socket Mode, as bytes on a loopback port.
@NullMarked
package moltbot.gateway.testslack;

import org.jspecify.annotations.NullMarked;
