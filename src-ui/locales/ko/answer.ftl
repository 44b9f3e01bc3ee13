# 응답을 받는 동안
receiving = 응답 받는 중
receiving-of = { $total } 중 { $received }
receiving-open = { $received } 받음
streaming = 스트리밍 중…
stream-events = { $count ->
   *[other] 이벤트 { $count }개
  }
stream-lines = { $count ->
   *[other] { $count }줄
  }
stream-stopped = 직접 중지했어요. 그때까지 받은 내용은 그대로 있어요.
stop-stream = 중지
stop-stream-hint = 스트림을 끝내고 받은 내용을 남기기 (Esc)

# 응답에서 찾기
find = 응답에서 찾기
find-open = 찾기
find-open-hint = 응답에서 찾기 ({ $keys })
find-label = 응답에서 찾을 내용
find-case = 대소문자 구분
find-regex = 정규식
find-previous = 이전 결과 (Shift+Enter)
find-next = 다음 결과 (Enter)
find-close = 찾기 닫기 (Esc)
find-searching = 찾는 중…
find-none = 결과가 없어요
find-count = { $count }개 중 { $at }번째
find-count-more = { $count }개 이상 중 { $at }번째
error-pattern = 정규식이 올바르지 않아요: { $detail }

# 응답 저장
open-body = 열기
open-body-hint = 시스템의 PDF 프로그램으로 사본을 열어요
save-body = 다른 이름으로 저장…
save-body-hint = 받은 그대로 본문을 파일로 저장
save-body-done = { $path }에 저장했어요
error-unsaved = 파일을 쓰지 못했어요. { $detail }

# 응답 복사
copy-body = 복사
copy-body-hint = 받은 그대로 본문 전체를 복사
copy-path = 경로 복사
copy-value = 값 복사
error-copy-limit = 클립보드에 담기에는 너무 커요. 한 번에 16 MB까지만 복사할 수 있으니 파일로 저장해 주세요.

# JSON 응답 트리
fold-all = 모두 접기
unfold-all = 모두 펼치기
fold-items = { $count ->
   *[other] … 항목 { $count }개
  }
error-fold-limit = 한 번에 접을 수 있는 것보다 객체와 배열이 많아요.
