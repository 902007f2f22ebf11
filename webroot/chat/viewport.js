// Keeps the page within what is to be seen of the window. Most browsers make the page smaller when the keyboard of a phone comes, as
// index.html asks them to (interactive-widget); where the keyboard lies over the page, what it covers is taken away here.

export function keepInView() {
  const view = window.visualViewport;
  if (!view) {
    return;
  }
  const fit = () => {
    // Whoever has zoomed in sees a part of the page, and wants to.
    const covered = view.scale > 1.01 ? 0 : document.documentElement.clientHeight - view.height;
    document.body.style.height = covered > 1 ? `${view.height}px` : "";
    if (covered > 1) {
      // The browser has scrolled to show the field, which is in view now without that.
      window.scrollTo(0, 0);
    }
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
}
