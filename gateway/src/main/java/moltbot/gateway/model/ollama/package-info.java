/// Models on an Ollama server.
@NullMarked
package moltbot.gateway.model.ollama;

import org.jspecify.annotations.NullMarked;
