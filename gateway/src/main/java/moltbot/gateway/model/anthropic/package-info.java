/// Models behind Anthropic's Messages API.
@NullMarked
package moltbot.gateway.model.anthropic;

import org.jspecify.annotations.NullMarked;
