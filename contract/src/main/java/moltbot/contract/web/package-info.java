/// What is asked of the web: a page, a search.
@NullMarked
package moltbot.contract.web;

import org.jspecify.annotations.NullMarked;
