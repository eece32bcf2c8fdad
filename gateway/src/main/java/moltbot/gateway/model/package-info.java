/// The port to language models, the choice among them, and how their failures are told.
@NullMarked
package moltbot.gateway.model;

import org.jspecify.annotations.NullMarked;
