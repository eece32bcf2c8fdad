@NullMarked
package moltbot.contract.model;

import org.jspecify.annotations.NullMarked;
