/// Models behind OpenAI's chat completions and the many servers that speak the same.
@NullMarked
package moltbot.gateway.model.openai;

import org.jspecify.annotations.NullMarked;
