// Captions are fetched with the video, once somebody presses play: not before, as nothing else is.
customElements.define(
  "lesson-video",
  class extends HTMLElement {
    connectedCallback() {
      const video = this.querySelector("video");
      video?.addEventListener("play", () => this.showCaptions(video), { once: true });
    }

    showCaptions(video) {
      const [track] = video.textTracks;
      if (track && track.mode === "disabled") track.mode = "showing";
    }
  },
);
