// Runs before the page is drawn: styles that only make sense with scripts hang on this class.
document.documentElement.classList.replace("no-js", "js");
