<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="en">
<context>
    <name>Header</name>
    <message>
        <source>Change operator</source>
        <translation>Đổi người</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>Light / dark</source>
        <translation>Sáng / tối</translation>
    </message>
    <message>
        <source>Tiếng Việt</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Operator: {name}</source>
        <translation>Người làm việc: {name}</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Keys</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>next control</source>
        <translation>sang ô hoặc nút kế tiếp</translation>
    </message>
    <message>
        <source>from the page to the places and back</source>
        <translation>từ trang sang các phần việc và ngược lại</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>nền sáng hoặc nền tối</translation>
    </message>
    <message>
        <source>Vietnamese or English</source>
        <translation>tiếng Việt hoặc tiếng Anh</translation>
    </message>
    <message>
        <source>larger or smaller text</source>
        <translation>chữ to hơn hoặc nhỏ hơn</translation>
    </message>
    <message>
        <source>sounds on or off</source>
        <translation>bật hoặc tắt âm thanh</translation>
    </message>
    <message>
        <source>change operator</source>
        <translation>đổi người làm việc</translation>
    </message>
    <message>
        <source>hide these keys</source>
        <translation>ẩn danh sách phím này</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Ở mọi nơi</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Sounds are on.</source>
        <translation>Đã bật âm thanh.</translation>
    </message>
    <message>
        <source>Sounds are off.</source>
        <translation>Đã tắt âm thanh.</translation>
    </message>
    <message>
        <source>Please wait until the work under way ends, or cancel it.</source>
        <translation>Xin chờ việc đang chạy kết thúc, hoặc dừng việc đó.</translation>
    </message>
</context>
<context>
    <name>NewSurveyForm</name>
    <message>
        <source>New survey</source>
        <translation>Tạo cuộc khảo sát mới</translation>
    </message>
    <message>
        <source>The plan brings ballot forms and rules. You become the survey&apos;s first administrator.</source>
        <translation>Kế hoạch có sẵn mẫu phiếu và quy tắc. Bạn là người quản trị đầu tiên của cuộc khảo sát.</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Chọn …</translation>
    </message>
    <message>
        <source>Make the survey</source>
        <translation>Tạo cuộc khảo sát</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Kế hoạch</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Tên gọi</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tên của bạn</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Nhập lại mật khẩu</translation>
    </message>
    <message>
        <source>Choose a plan.</source>
        <translation>Hãy chọn kế hoạch.</translation>
    </message>
    <message>
        <source>Type the survey&apos;s title.</source>
        <translation>Hãy nhập tên gọi của cuộc khảo sát.</translation>
    </message>
    <message>
        <source>Choose where the survey&apos;s file shall be (F3).</source>
        <translation>Hãy chọn nơi lưu tệp của cuộc khảo sát (F3).</translation>
    </message>
    <message>
        <source>Type your name.</source>
        <translation>Hãy nhập tên của bạn.</translation>
    </message>
    <message>
        <source>Choose a password.</source>
        <translation>Hãy đặt mật khẩu.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Hai lần nhập mật khẩu không giống nhau.</translation>
    </message>
    <message>
        <source>Surveys (*{suffix})</source>
        <translation>Cuộc khảo sát (*{suffix})</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Put away</source>
        <translation>Cất đi</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Please wait until the work under way ends.</source>
        <translation>Xin chờ việc đang chạy kết thúc.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Đã dừng.</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>The program made a mistake. What you saved is safe; you can go on.</source>
        <translation>Chương trình gặp lỗi. Dữ liệu đã lưu vẫn an toàn; có thể làm việc tiếp.</translation>
    </message>
    <message>
        <source>A report without personal data is in {path}</source>
        <translation>Báo cáo lỗi (không có dữ liệu cá nhân) ở {path}</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Các phần việc</translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message>
        <source>Open a survey</source>
        <translation>Mở cuộc khảo sát</translation>
    </message>
    <message>
        <source>Recent surveys</source>
        <translation>Các cuộc khảo sát đã mở gần đây</translation>
    </message>
    <message>
        <source>Choose the survey, then sign in with your own name.</source>
        <translation>Chọn cuộc khảo sát, rồi đăng nhập bằng tên của mình.</translation>
    </message>
    <message>
        <source>No survey has been opened here yet: choose its file (F3) or make a new survey (F4).</source>
        <translation>Máy này chưa mở cuộc khảo sát nào: hãy chọn tệp (F3) hoặc tạo cuộc khảo sát mới (F4).</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tên của bạn</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>Tệp khác …</translation>
    </message>
    <message>
        <source>New survey …</source>
        <translation>Tạo mới …</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Đăng nhập</translation>
    </message>
    <message>
        <source>Surveys (*{suffix})</source>
        <translation>Cuộc khảo sát (*{suffix})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Mọi tệp (*)</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Tìm, không cần gõ dấu (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in: {table}</source>
        <translation>Tìm trong: {table}</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n dòng</numerusform>
        </translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} trên {total}</translation>
    </message>
</context>
<context>
    <name>TaskLine</name>
    <message>
        <source>Cancel</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Đang dừng …</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} trên {total}</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>còn khoảng %n giây</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>còn khoảng %n phút</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Choose a survey first: a recent one, or a file (F3).</source>
        <translation>Hãy chọn cuộc khảo sát trước: một cuộc đã mở gần đây, hoặc một tệp (F3).</translation>
    </message>
    <message>
        <source>Type your name and your password.</source>
        <translation>Hãy nhập tên và mật khẩu.</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>Overview</source>
        <translation>Tổng quan</translation>
    </message>
    <message>
        <source>Plan and ballot forms</source>
        <translation>Kế hoạch và mẫu phiếu</translation>
    </message>
    <message>
        <source>Sample list</source>
        <translation>Danh sách mẫu</translation>
    </message>
    <message>
        <source>Print ballots</source>
        <translation>In phiếu</translation>
    </message>
    <message>
        <source>Receive ballots</source>
        <translation>Thu phiếu</translation>
    </message>
    <message>
        <source>Key ballots</source>
        <translation>Nhập phiếu</translation>
    </message>
    <message>
        <source>Settle differences</source>
        <translation>Đối chiếu</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Send and merge data</source>
        <translation>Chuyển và gộp dữ liệu</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Quản trị</translation>
    </message>
</context>
</TS>
