/// The web as tools: pages as text, and searches. What is asked goes through the gateway; what comes back is read here.
@NullMarked
package moltbot.runtime.web;

import org.jspecify.annotations.NullMarked;
