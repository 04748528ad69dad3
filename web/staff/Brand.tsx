/** The mark of the product: a speech bubble. */
export function Brand() {
  return (
    <span className="brand" aria-hidden="true">
      <svg viewBox="0 0 24 24" width="22" height="22" fill="currentColor">
        <path d="M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-7l-5 4v-4H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm4 6a1.3 1.3 0 1 0 0 2.6A1.3 1.3 0 0 0 8 9Zm8 0a1.3 1.3 0 1 0 0 2.6A1.3 1.3 0 0 0 16 9Z" />
      </svg>
    </span>
  );
}
