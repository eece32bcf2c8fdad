/// The scripted offline model for a house without a key.
@NullMarked
package moltbot.gateway.model.demo;

import org.jspecify.annotations.NullMarked;
